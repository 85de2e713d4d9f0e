package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.OptionalDouble;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.Evaluation;

/**
 * A scored proposal.
 *
 * @param number its place in the search, from 0
 * @param stage which stage of a composed strategy proposed it, from 0
 * @param generation which generation of that stage, from 0
 * @param proposal what was proposed
 * @param evaluation what the scorer measured
 * @param ensembleError the error of the sum of the log-probabilities of all architectures scored so
 *     far at full fidelity, from 0 to 1; empty if the scorer gives no predictions or the fidelity
 *     is below 1
 * @param parameters the trained scalars of the derived network
 * @param multiplyAdds multiplications of the derived network for one example
 * @param reused whether the score is that of an earlier trial of the same architecture and fidelity
 * @param gradients the gradients by the conditions, if the scorer takes them
 * @param <A> the type of an architecture
 */
public record Trial<A>(
    long number,
    int stage,
    long generation,
    Proposal<A> proposal,
    Evaluation evaluation,
    OptionalDouble ensembleError,
    long parameters,
    long multiplyAdds,
    boolean reused,
    Optional<ConditionGradients> gradients) {

  /**
   * The architecture scored.
   *
   * @return the proposal's architecture
   */
  public A architecture() {
    return proposal.architecture();
  }

  /**
   * The error scored.
   *
   * @return from 0 to 1
   */
  public double error() {
    return evaluation.error();
  }

  ImmutableList<Double> objectives() {
    return ImmutableList.of(error());
  }

  boolean isFailed() {
    return Double.isNaN(error());
  }

  boolean isFeasible() {
    return !isFailed();
  }

  boolean dominates(Trial<A> other) {
    return error() < other.error();
  }

  boolean isFull() {
    return proposal.fidelity() == 1;
  }

  /** The order of results: by error, then by loss, then the earlier first. */
  boolean isBetterThan(Trial<A> other) {
    int byError = Double.compare(error(), other.error());
    int byLoss =
        byError != 0 ? byError : Double.compare(evaluation.loss(), other.evaluation().loss());
    return byLoss < 0 || (byLoss == 0 && number < other.number);
  }
}
