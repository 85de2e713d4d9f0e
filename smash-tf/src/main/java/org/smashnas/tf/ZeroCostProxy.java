package org.smashnas.tf;

import org.smashnas.network.Network;
import org.smashnas.random.RandomStreams;

/**
 * A number that a network shows before any training and that is larger for networks expected to
 * train better (Abdelfattah et al. 2021, "Zero-Cost Proxies for Lightweight NAS", arXiv
 * 2101.08134). Implementations keep no native memory.
 */
@FunctionalInterface
interface ZeroCostProxy {

  /**
   * Computes the number.
   *
   * @param network all its weights are its own
   * @param initial where its initial weights come from
   */
  double of(Network network, RandomStreams initial);
}
