package org.smashnas.memorybank;

/**
 * Which norms the ops of a derived network have beside those of the scored one. Topology and the
 * shapes of all convolutions are the scored network's in each.
 */
public enum DerivedNorms {
  /** Batch norm and ReLU before the 1x1. */
  BEFORE,
  /** Batch norm and ReLU before the 1x1, batch norm behind it: the paper's choice. */
  SANDWICH,
  /** As {@link #SANDWICH}, with batch norm in the grid of convolutions too. */
  FULL,
  /**
   * None: the 1x1 is divided by its L2 norm as in the scored network, so both compute the same
   * function.
   */
  WEIGHT_NORM
}
