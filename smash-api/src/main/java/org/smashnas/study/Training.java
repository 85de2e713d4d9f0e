package org.smashnas.study;

/**
 * Trains an architecture alone and tells how good it became: a study's own truth. It is called by
 * one thread at a time.
 *
 * @param <A> the type of an architecture
 */
@FunctionalInterface
public interface Training<A> {

  /**
   * Trains an architecture from scratch.
   *
   * @param architecture an architecture of the study's space
   * @param seed decides all that is random in the training
   * @return its accuracy, or any other finite number that is the higher the better; regret is in
   *     its unit
   */
  double train(A architecture, long seed);
}
