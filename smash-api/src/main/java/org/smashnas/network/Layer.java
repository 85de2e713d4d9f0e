package org.smashnas.network;

import com.google.common.collect.ImmutableList;

/**
 * One layer of a network: an operation applied to the outputs of earlier layers.
 *
 * @param index the layer's place in {@link Network#layers()}
 * @param name unique in its network
 * @param operation what it computes
 * @param inputs the indices of the layers that it reads, in order, each below {@code index}
 * @param shape the shape of its output for one example
 */
public record Layer(
    int index, String name, Operation operation, ImmutableList<Integer> inputs, Shape shape) {}
