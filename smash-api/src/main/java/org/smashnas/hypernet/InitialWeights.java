package org.smashnas.hypernet;

import org.smashnas.data.Split;

/**
 * What the weights of a derived network start from. Immutable and safe for use by several threads.
 */
public sealed interface InitialWeights {

  /** Fresh random ones: training from scratch, as in the paper's results. */
  record Random() implements InitialWeights {}

  /**
   * Those that the HyperNet generates and shares for the architecture, every one of them, with the
   * moments of its norms: the network starts as what {@link HyperNet#scorer(Split, ScoringOptions)}
   * scores with the same data and options. Only norms that the scored network has not start fresh;
   * a derived network that lacks norms of the scored one is refused.
   *
   * @param data its training examples re-estimate the norms' moments
   * @param options of the score; they give z and the moments
   */
  record Generated(Split data, ScoringOptions options) implements InitialWeights {}

  /**
   * Fresh random weights.
   *
   * @return the start from scratch
   */
  static InitialWeights random() {
    return new Random();
  }

  /**
   * The weights that an architecture is scored with.
   *
   * @param data as given to the scorer
   * @param options as given to the scorer
   * @return the start from what was scored
   */
  static InitialWeights generated(Split data, ScoringOptions options) {
    return new Generated(data, options);
  }

  /**
   * The weights that an architecture is scored with by the default options.
   *
   * @param data as given to the scorer
   * @return the start from what was scored
   */
  static InitialWeights generated(Split data) {
    return generated(data, ScoringOptions.builder().build());
  }
}
