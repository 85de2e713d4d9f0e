package org.smashnas.study;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.IntStream;

/** An ensemble of predictors: the sum of the ranks that they give among all architectures. */
record RankSum(ImmutableList<String> members) implements Combination {

  @Override
  public String name() {
    return "rankSum(" + String.join(", ", members) + ")";
  }

  @Override
  public double[][] combine(List<double[][]> predictions) {
    int seeds = predictions.stream().mapToInt(bySeed -> bySeed.length).max().orElseThrow();
    return IntStream.range(0, seeds)
        .mapToObj(
            seed ->
                predictions.stream()
                    .map(bySeed -> RankCorrelation.ranks(bySeed[Math.min(seed, bySeed.length - 1)]))
                    .reduce(RankSum::sum)
                    .orElseThrow())
        .toArray(double[][]::new);
  }

  private static double[] sum(double[] first, double[] second) {
    return IntStream.range(0, first.length)
        .mapToDouble(index -> first[index] + second[index])
        .toArray();
  }
}
