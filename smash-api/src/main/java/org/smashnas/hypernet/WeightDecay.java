package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The factors of the weights that are added to their gradients, by group.
 *
 * @param kernels of convolutions' kernels and dense matrices, at least 0
 * @param vectors of norms' scales and offsets and of biases, at least 0
 * @param hyperNet of the HyperNet's own weights, at least 0; 0 in the paper
 */
public record WeightDecay(double kernels, double vectors, double hyperNet) {
  public WeightDecay {
    check("kernels", kernels);
    check("vectors", vectors);
    check("the HyperNet", hyperNet);
  }

  private static void check(String group, double factor) {
    checkArgument(
        factor >= 0 && Double.isFinite(factor),
        "weight decay of %s is %s; it must be at least 0",
        group,
        factor);
  }

  /**
   * The same factor for all but the HyperNet's weights, which have none.
   *
   * @param factor at least 0; the paper has 1e-4
   * @return the groups' factors
   */
  public static WeightDecay of(double factor) {
    return new WeightDecay(factor, factor, 0);
  }
}
