package org.smashnas.study;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * All that a study compares, architectures in one order, the higher the better.
 *
 * @param names the predictors' names
 * @param predictions of each predictor, for each HyperNet seed, or once if all have the same; for
 *     each architecture
 * @param truths for each seed of the truth, for each architecture
 * @param parameters for each architecture
 * @param hyperNetSeeds how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Rankings(
    ImmutableList<String> names,
    double[][][] predictions,
    double[][] truths,
    double[] parameters,
    int hyperNetSeeds) {

  int architectures() {
    return parameters.length;
  }

  /**
   * The statistics of a sample: a row for each predictor, its mean over the seeds; then, if there
   * are several truths, a row for the mean over all pairs of them.
   */
  double[][] statistics(RankStatistics statistics, int[] seeds, int[] sample) {
    double[] controls = Agreement.at(sample, parameters);
    Agreement agreement = new Agreement(statistics, Agreement.at(sample, meanTruth()), controls);
    int rows = names.size() + (truths.length > 1 ? 1 : 0);
    double[][] values = new double[rows][];
    for (int predictor = 0; predictor < names.size(); predictor++) {
      values[predictor] = meanOverSeeds(agreement, predictions[predictor], seeds, sample);
    }
    if (truths.length > 1) {
      values[names.size()] = betweenTruths(statistics, sample, controls);
    }
    return values;
  }

  private double[] meanTruth() {
    return IntStream.range(0, architectures())
        .mapToDouble(
            index -> Arrays.stream(truths).mapToDouble(truth -> truth[index]).sum() / truths.length)
        .toArray();
  }

  private static double[] meanOverSeeds(
      Agreement agreement, double[][] bySeed, int[] seeds, int[] sample) {
    if (bySeed.length == 1) {
      return agreement.of(Agreement.at(sample, bySeed[0]));
    }
    double[][] found = new double[bySeed.length][];
    for (int seed : seeds) {
      if (found[seed] == null) {
        found[seed] = agreement.of(Agreement.at(sample, bySeed[seed]));
      }
    }
    return mean(Arrays.stream(seeds).mapToObj(seed -> found[seed]).toArray(double[][]::new));
  }

  /** Each truth predicts each other. */
  private double[] betweenTruths(RankStatistics statistics, int[] sample, double[] controls) {
    double[][] drawn =
        Arrays.stream(truths).map(truth -> Agreement.at(sample, truth)).toArray(double[][]::new);
    ImmutableList.Builder<double[]> pairs = ImmutableList.builder();
    for (double[] truth : drawn) {
      Agreement agreement = new Agreement(statistics, truth, controls);
      for (double[] other : drawn) {
        if (other != truth) {
          pairs.add(agreement.of(other));
        }
      }
    }
    return mean(pairs.build().toArray(double[][]::new));
  }

  private static double[] mean(double[][] rows) {
    return IntStream.range(0, rows[0].length)
        .mapToDouble(
            column -> Arrays.stream(rows).mapToDouble(row -> row[column]).sum() / rows.length)
        .toArray();
  }
}
