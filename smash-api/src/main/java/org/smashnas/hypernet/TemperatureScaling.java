package org.smashnas.hypernet;

import org.hipparchus.analysis.solvers.BrentSolver;
import org.smashnas.hypernet.Score.Predictions;

/**
 * The loss of predictions as a function of the factor that multiplies their logits, the inverse
 * temperature (Guo et al. 2017). It is convex, so it is least where its derivative is 0.
 */
record TemperatureScaling(Predictions predictions) {
  private static final double LEAST_FACTOR = Math.exp(-4);
  private static final double MOST_FACTOR = Math.exp(4);
  private static final double ACCURACY = 1e-6;
  private static final int EVALUATIONS = 200;

  /** One example's loss at a factor, and its derivative by the factor. */
  private record Point(double loss, double slope) {
    Point plus(Point other) {
      return new Point(loss + other.loss, slope + other.slope);
    }
  }

  double leastLoss() {
    return at(bestFactor()).loss();
  }

  private double bestFactor() {
    if (at(LEAST_FACTOR).slope() >= 0) {
      return LEAST_FACTOR;
    }
    if (at(MOST_FACTOR).slope() <= 0) {
      return MOST_FACTOR;
    }
    return new BrentSolver(ACCURACY)
        .solve(EVALUATIONS, factor -> at(factor).slope(), LEAST_FACTOR, MOST_FACTOR);
  }

  /** The means over all examples. */
  private Point at(double factor) {
    Point sum = new Point(0, 0);
    float[][] rows = predictions.logProbabilities();
    for (int example = 0; example < rows.length; example++) {
      sum = sum.plus(at(factor, rows[example], predictions.labels()[example]));
    }
    return new Point(sum.loss() / rows.length, sum.slope() / rows.length);
  }

  private static Point at(double factor, float[] row, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float value : row) {
      largest = Math.max(largest, value);
    }
    double total = 0;
    double weighted = 0;
    for (float value : row) {
      double share = Math.exp(factor * (value - largest));
      total += share;
      weighted += share == 0 ? 0 : share * value;
    }
    double loss = Math.log(total) + factor * (largest - row[label]);
    return new Point(loss, weighted / total - row[label]);
  }
}
