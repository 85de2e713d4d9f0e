package org.smashnas.study;

import java.util.Locale;

/**
 * A statistic with its bootstrap interval.
 *
 * @param value the statistic of all architectures and HyperNet seeds
 * @param low the 2.5th percentile of the resamples
 * @param high the 97.5th percentile of the resamples
 */
public record Estimate(double value, double low, double high) {

  /** The same for the difference the other way round. */
  Estimate negated() {
    return new Estimate(0.0 - value, 0.0 - high, 0.0 - low);
  }

  /**
   * The estimate for people.
   *
   * @return for example "0.52 [0.29, 0.71]"
   */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", value, low, high);
  }
}
