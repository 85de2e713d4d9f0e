package org.smashnas.study;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What all HyperNets predict together: the mean of a predictor over their seeds. */
record SeedMean(String member) implements Combination {

  @Override
  public String name() {
    return "seedMean(" + member + ")";
  }

  @Override
  public ImmutableList<String> members() {
    return ImmutableList.of(member);
  }

  @Override
  public double[][] combine(List<double[][]> predictions) {
    double[][] bySeed = predictions.get(0);
    double[] mean =
        IntStream.range(0, bySeed[0].length)
            .mapToDouble(
                index ->
                    Arrays.stream(bySeed).mapToDouble(seed -> seed[index]).average().orElseThrow())
            .toArray();
    return new double[][] {mean};
  }
}
