package org.smashnas.search;

import org.smashnas.hypernet.Evaluation;

/**
 * What is known of an architecture when an {@link Objective} is asked.
 *
 * @param architecture the architecture
 * @param fidelity the part of the validation examples that it is scored on
 * @param evaluation what the scorer measured; all NaN for an objective of the architecture alone
 * @param parameters the trained scalars of the derived network
 * @param multiplyAdds multiplications of the derived network for one example
 * @param <A> the type of an architecture
 */
public record Measurement<A>(
    A architecture, double fidelity, Evaluation evaluation, long parameters, long multiplyAdds) {}
