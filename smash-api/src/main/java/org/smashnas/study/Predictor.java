package org.smashnas.study;

import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;

/**
 * What is held against the truth.
 *
 * @param seeded whether it differs between HyperNet seeds
 * @param functions gives the function of a HyperNet seed; if it is not seeded, of any
 */
record Predictor<A>(
    String name,
    Direction direction,
    boolean seeded,
    LongFunction<? extends ToDoubleFunction<? super A>> functions) {}
