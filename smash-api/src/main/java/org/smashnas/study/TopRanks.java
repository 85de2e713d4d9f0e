package org.smashnas.study;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What the architectures predicted best are worth. Where a tie of predictions leaves open which
 * they are, the value is the mean over all orders of the tied, so that no accident of their order
 * counts. Of equal truths all are as good: whoever has the truth of the k-th best is among the best
 * k.
 */
final class TopRanks {
  private final double[] predictions;
  private final double[] truth;
  private final double[] sortedPredictions;
  private final double[] sortedTruth;

  TopRanks(double[] predictions, double[] truth, double[] sortedTruth) {
    this.predictions = predictions;
    this.truth = truth;
    this.sortedPredictions = sorted(predictions);
    this.sortedTruth = sortedTruth;
  }

  static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** The k-th best of ascending values. */
  static double best(double[] sorted, int k) {
    return sorted[sorted.length - k];
  }

  /** The best truth minus the best truth among the k predicted best. */
  double regretAt(int k) {
    double last = best(sortedPredictions, k);
    double[] ahead = truthsWhere(index -> predictions[index] > last);
    double[] tied = sorted(truthsWhere(index -> predictions[index] == last));
    double certain = Arrays.stream(ahead).max().orElse(Double.NEGATIVE_INFINITY);
    return best(sortedTruth, 1) - expectedBest(certain, tied, k - ahead.length);
  }

  /** The expected best of one value and some that are drawn, without putting back, from others. */
  private static double expectedBest(double certain, double[] ascending, int drawn) {
    double expected = 0;
    double noneSoFar = 1;
    for (int left = ascending.length; left >= 1 && ascending[left - 1] > certain; left--) {
      double isDrawn = Math.min(1, (double) drawn / left);
      expected += noneSoFar * isDrawn * ascending[left - 1];
      noneSoFar *= 1 - isDrawn;
    }
    return noneSoFar == 0 ? expected : expected + noneSoFar * certain;
  }

  /** The part of the k predicted best that is among the true best k. */
  double precisionAt(int k) {
    double last = best(sortedPredictions, k);
    double good = best(sortedTruth, k);
    double[] ahead = truthsWhere(index -> predictions[index] > last);
    double[] tied = truthsWhere(index -> predictions[index] == last);
    double drawn = (double) (k - ahead.length) / tied.length;
    return (countFrom(good, ahead) + drawn * countFrom(good, tied)) / k;
  }

  private static long countFrom(double least, double[] values) {
    return Arrays.stream(values).filter(value -> value >= least).count();
  }

  private double[] truthsWhere(IntPredicate which) {
    return IntStream.range(0, truth.length).filter(which).mapToDouble(i -> truth[i]).toArray();
  }
}
