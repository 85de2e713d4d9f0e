package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/** What becomes of the learning rate as a training goes on. */
public sealed interface Schedule {

  /**
   * The factor of the optimiser's learning rate.
   *
   * @param progress the part of the training that is done, from 0 to 1
   * @return the factor, at least 0
   */
  double factor(double progress);

  /** Half a cosine from 1 to 0, step by step: the paper's schedule. */
  record Cosine() implements Schedule {
    @Override
    public double factor(double progress) {
      return 0.5 * (1 + Math.cos(Math.PI * progress));
    }
  }

  /**
   * Falls by a factor at each of some points.
   *
   * @param points parts of the training, each above 0 and below 1, rising
   * @param drop the factor of each fall, above 0
   */
  record Steps(ImmutableList<Double> points, double drop) implements Schedule {
    public Steps {
      double last = 0;
      for (double point : points) {
        checkArgument(
            point > last && point < 1,
            "schedule has points %s; each must be above the one before it, above 0 and below 1",
            points);
        last = point;
      }
      checkArgument(
          drop > 0 && Double.isFinite(drop),
          "schedule drops by factor %s; it must be above 0",
          drop);
    }

    @Override
    public double factor(double progress) {
      long falls = points.stream().filter(point -> point <= progress).count();
      return Math.pow(drop, (double) falls);
    }
  }

  /** Stays. */
  record Constant() implements Schedule {
    @Override
    public double factor(double progress) {
      return 1;
    }
  }
}
