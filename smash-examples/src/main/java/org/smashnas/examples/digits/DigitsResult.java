package org.smashnas.examples.digits;

import org.smashnas.memorybank.MemoryBank;

/**
 * What the run found, as result.json has it. Errors are fractions from 0 to 1.
 *
 * @param seed the seed of the run
 * @param testError of the trained best network
 * @param validationError of the trained best network
 * @param score the best architecture's error with generated weights
 * @param architecturesScored different architectures scored
 * @param parameters trained scalars of the best network
 * @param multiplyAdds of the best network for one digit
 * @param baselineTestError of a hand-made network of like size
 * @param baselineParameters of that network
 * @param worstScore the worst architecture's error with generated weights
 * @param worstScoredTestError of the trained worst-scored network
 * @param worstScoredParameters of that network
 * @param secondsTotal of the whole run
 * @param architecture the best architecture
 */
public record DigitsResult(
    long seed,
    double testError,
    double validationError,
    double score,
    long architecturesScored,
    long parameters,
    long multiplyAdds,
    double baselineTestError,
    long baselineParameters,
    double worstScore,
    double worstScoredTestError,
    long worstScoredParameters,
    double secondsTotal,
    MemoryBank architecture) {}
