package org.smashnas.memorybank;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How sampling for training opens up: limits that rise linearly from the first step to the whole
 * space. It concerns sampling alone, never what an architecture is or how it is encoded.
 *
 * @param until the part of the training after which the whole space is open, above 0 and at most 1
 * @param firstMaxBudget the largest budget fraction at the first step, above 0 and at most 1
 * @param firstMaxKernel the largest kernel side at the first step, odd, at least 3
 * @param firstMaxPaths the part of the written banks that an op may read at the first step, from 0
 *     (the fewest possible) to 1
 */
public record Annealing(
    double until, double firstMaxBudget, int firstMaxKernel, double firstMaxPaths) {
  public Annealing {
    checkArgument(
        until > 0 && until <= 1, "annealing ends at %s; it must be above 0 and at most 1", until);
    checkArgument(
        firstMaxBudget > 0 && firstMaxBudget <= 1,
        "annealing starts with budget %s; it must be above 0 and at most 1",
        firstMaxBudget);
    checkArgument(
        firstMaxKernel >= 3 && firstMaxKernel % 2 == 1,
        "annealing starts with kernel %s; it must be odd and at least 3",
        firstMaxKernel);
    checkArgument(
        firstMaxPaths >= 0 && firstMaxPaths <= 1,
        "annealing starts with paths %s; it must be from 0 to 1",
        firstMaxPaths);
  }

  /**
   * The paper's code: over the first half of the training the budget opens from 0.5 and the kernel
   * from 3; paths are open from the start.
   *
   * @return the default
   */
  public static Annealing paper() {
    return new Annealing(0.5, 0.5, 3, 1);
  }

  /**
   * No annealing: the whole space from the first step on.
   *
   * @return a schedule without limits
   */
  public static Annealing none() {
    return new Annealing(1, 1, Integer.MAX_VALUE, 1);
  }

  double opened(double progress) {
    return Math.min(1, progress / until);
  }
}
