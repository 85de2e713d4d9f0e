package org.smashnas.hypernet;

import org.smashnas.space.ArchitectureSpace;

/**
 * Gives an architecture a score: a HyperNet's scorer, or one's own. Unless an implementation says
 * otherwise, one thread at a time may use it.
 *
 * @param <A> the type of an architecture
 */
@FunctionalInterface
public interface Scorer<A> {

  /**
   * Scores an architecture.
   *
   * @param architecture an architecture of the scorer's space
   * @param fidelity the part of the validation examples to use, above 0 and at most 1
   * @return the score
   */
  Score score(A architecture, double fidelity);

  /**
   * Scores architectures by their size, larger counting as better: a baseline that a scorer which
   * looks at more should beat.
   *
   * @param space the space
   * @param <A> the type of an architecture
   * @return a scorer whose loss is minus the {@linkplain org.smashnas.network.Network#parameters()
   *     trained scalars} of the derived network, at any fidelity; safe for use by several threads
   */
  static <A> Scorer<A> byParameters(ArchitectureSpace<A> space) {
    return (architecture, fidelity) ->
        Score.ofLoss(-(double) space.derivedNetwork(architecture).parameters());
  }

  /**
   * Scores architectures by their work, more counting as better: a baseline that a scorer which
   * looks at more should beat.
   *
   * @param space the space
   * @param <A> the type of an architecture
   * @return a scorer whose loss is minus the {@linkplain
   *     org.smashnas.network.Network#multiplyAdds() multiplications} of the derived network for one
   *     example, at any fidelity; safe for use by several threads
   */
  static <A> Scorer<A> byMultiplyAdds(ArchitectureSpace<A> space) {
    return (architecture, fidelity) ->
        Score.ofLoss(-(double) space.derivedNetwork(architecture).multiplyAdds());
  }
}
