/**
 * What a network is: an immutable list of {@link org.smashnas.network.Layer layers} with checked
 * shapes, where every {@link org.smashnas.network.Weight weight} states its {@link
 * org.smashnas.network.WeightSource source}.
 *
 * <p>A {@link org.smashnas.network.Network} is data. Exact costs, the input of the HyperNet, the
 * graph that a backend runs, JSON and a stable hash all follow from this one description, so a
 * search space never needs backend code. All types here are immutable and safe for use by several
 * threads, builders excepted.
 */
@NullMarked
package org.smashnas.network;

import org.jspecify.annotations.NullMarked;
