package org.smashnas.hypernet;

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
}
