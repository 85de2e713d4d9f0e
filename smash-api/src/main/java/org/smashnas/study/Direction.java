package org.smashnas.study;

/** Which predictions promise a better architecture. */
public enum Direction {
  /** The higher the better, as an accuracy or a number of parameters. */
  HIGHER_IS_BETTER,

  /** The lower the better, as an error or a loss. */
  LOWER_IS_BETTER;

  /** The one place where predictions are negated; behind it the higher is the better. */
  double orient(double prediction) {
    double oriented = this == HIGHER_IS_BETTER ? prediction : -prediction;
    // Both zeros are one value, not two ranks.
    return oriented + 0.0;
  }
}
