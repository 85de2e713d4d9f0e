package org.smashnas.study;

import org.hipparchus.stat.correlation.KendallsCorrelation;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.hipparchus.stat.ranking.NaNStrategy;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/*
 * Kendall's τ-b: Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945, counted
 * in O(n log n): Knight, JASA 61, 1966. Spearman's ρ is Pearson's correlation of average ranks.
 * Partial correlation: Kendall, "Partial rank correlation", Biometrika 32, 1942, whose formula
 * holds for ρ as well.
 *
 * Where all values of one side are equal, these are 0 / 0. They count as 0, which is what they
 * have on average if the ties are broken at random.
 */

/** Correlations of ranks, defined for every input. */
final class RankCorrelation {
  /** Rounding makes a little more than 0 of what a control explains in full. */
  private static final double NOTHING_LEFT = 1e-12;

  private RankCorrelation() {}

  static double[] ranks(double[] values) {
    return new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(values);
  }

  static double kendall(double[] first, double[] second) {
    return zeroIfUndefined(new KendallsCorrelation().correlation(first, second));
  }

  static double spearman(double[] firstRanks, double[] secondRanks) {
    return zeroIfUndefined(new PearsonsCorrelation().correlation(firstRanks, secondRanks));
  }

  /**
   * What is left of a correlation once a control is held fixed; 0 if the control is one of both.
   */
  static double partial(double correlation, double firstWithControl, double secondWithControl) {
    double left = (1 - square(firstWithControl)) * (1 - square(secondWithControl));
    if (left < NOTHING_LEFT) {
      return 0;
    }
    double partial = (correlation - firstWithControl * secondWithControl) / Math.sqrt(left);
    return Math.max(-1, Math.min(1, partial));
  }

  private static double square(double value) {
    return value * value;
  }

  private static double zeroIfUndefined(double correlation) {
    return Double.isNaN(correlation) ? 0 : correlation;
  }
}
