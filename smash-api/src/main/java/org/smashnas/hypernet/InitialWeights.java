package org.smashnas.hypernet;

/** What the weights of a derived network start from. */
public enum InitialWeights {
  /** Fresh random ones: training from scratch, as in the paper's results. */
  RANDOM,
  /**
   * Those that the HyperNet generates and shares for the architecture, every one of them, with the
   * running moments of its norms; only norms that the scored network has not start fresh.
   */
  GENERATED
}
