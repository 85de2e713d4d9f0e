package org.smashnas.funnel;

import org.smashnas.hypernet.TrainableNetwork;

/**
 * Makes the network of an architecture with initial weights. Where a funnel is to be repeatable,
 * equal architectures must get equal weights.
 *
 * @param <A> the type of an architecture
 */
@FunctionalInterface
public interface NetworkFactory<A> {

  /**
   * Makes an untrained network.
   *
   * @param architecture an architecture of the space
   * @return the network, to be closed by the caller
   */
  TrainableNetwork network(A architecture);
}
