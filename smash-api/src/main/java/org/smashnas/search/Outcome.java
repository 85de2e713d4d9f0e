package org.smashnas.search;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.Evaluation;

/**
 * What came of a proposal.
 *
 * @param evaluation what the scorer measured, unless it failed or was not asked
 * @param ensembleError of all scored so far
 * @param parameters of the derived network
 * @param multiplyAdds of the derived network
 * @param values the objectives that are known, by name
 * @param failure why there is no score
 * @param gradients by the conditions
 */
record Outcome(
    Optional<Evaluation> evaluation,
    OptionalDouble ensembleError,
    long parameters,
    long multiplyAdds,
    ImmutableMap<String, Double> values,
    Optional<String> failure,
    Optional<ConditionGradients> gradients) {

  Outcome withEnsembleError(OptionalDouble error) {
    return new Outcome(evaluation, error, parameters, multiplyAdds, values, failure, gradients);
  }
}
