package org.smashnas.examples.commands;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What became of a derived network, as RUN/derived-0/result.json has it. Errors are fractions from
 * 0 to 1.
 *
 * @param version of this format
 * @param rank of the architecture in the search
 * @param seed of the training
 * @param epochs done
 * @param score the architecture's error with generated weights
 * @param validationError of the trained network
 * @param testError of the trained network
 * @param testTopFiveError of the trained network
 * @param testLoss of the trained network, in nats
 * @param parameters trained scalars
 * @param multiplyAdds of one example
 * @param seconds that this training took, since it was started or last resumed
 * @param architecture the architecture, as its space writes it
 */
record DerivedResult(
    int version,
    int rank,
    long seed,
    int epochs,
    double score,
    double validationError,
    double testError,
    double testTopFiveError,
    double testLoss,
    long parameters,
    long multiplyAdds,
    double seconds,
    JsonNode architecture) {
  static final int VERSION = 1;
}
