package org.smashnas.search;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.Evaluation;

/**
 * What came of a proposal.
 *
 * @param number its place in the search, from 0
 * @param stage which stage of a composed strategy proposed it, from 0
 * @param generation which generation of that stage, from 0
 * @param proposal what was proposed
 * @param evaluation what the scorer measured; all NaN if it failed, or was not asked because the
 *     architecture alone violates a constraint
 * @param ensembleError the error of the sum of the log-probabilities of all architectures scored so
 *     far at full fidelity, from 0 to 1; empty if the scorer gives no predictions or the fidelity
 *     is below 1
 * @param parameters the trained scalars of the derived network
 * @param multiplyAdds multiplications of the derived network for one example
 * @param reused whether the score is that of an earlier trial of the same architecture and fidelity
 * @param gradients the gradients by the conditions, if the scorer takes them
 * @param objectives what the search minimises, in its order, at least one; NaN where it is not
 *     known
 * @param violation the sum of what exceeds the search's constraints, each as a part of its limit; 0
 *     if they hold
 * @param failure why there is no score, if there is none
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
    Optional<ConditionGradients> gradients,
    ImmutableList<Double> objectives,
    double violation,
    Optional<String> failure) {
  private static final Comparator<Iterable<Double>> OBJECTIVES =
      Comparators.lexicographical(Comparator.<Double>naturalOrder());

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
   * @return from 0 to 1; NaN if there is no score
   */
  public double error() {
    return evaluation.error();
  }

  Trial<A> reusedFor(Entry<A> entry) {
    return new Trial<>(
        entry.number(),
        entry.stage(),
        entry.generation(),
        entry.proposal(),
        evaluation,
        ensembleError,
        parameters,
        multiplyAdds,
        true,
        gradients,
        objectives,
        violation,
        failure);
  }

  boolean isFull() {
    return proposal.fidelity() == 1;
  }

  /**
   * Whether there is no score because something went wrong.
   *
   * @return whether there is a failure
   */
  public boolean isFailed() {
    return failure.isPresent();
  }

  /**
   * Whether it may be the best: nothing failed, and all constraints hold.
   *
   * @return whether the search accepts the architecture
   */
  public boolean isFeasible() {
    return !isFailed() && violation == 0;
  }

  /**
   * Constrained dominance (Deb et al. 2002, section VI): what scored dominates what failed; of
   * those that violate constraints, and of one that does and one that does not, the smaller
   * violation dominates; of feasible ones the one that is nowhere worse and somewhere better.
   */
  boolean dominates(Trial<A> other) {
    if (isFailed() || other.isFailed()) {
      return !isFailed() && other.isFailed();
    }
    if (violation != other.violation()) {
      return violation < other.violation();
    }
    return violation == 0 && isNowhereWorse(other) && !other.isNowhereWorse(this);
  }

  private boolean isNowhereWorse(Trial<A> other) {
    for (int index = 0; index < objectives.size(); index++) {
      if (objectives.get(index) > other.objectives().get(index)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The order of results: failures last, then by violation, by the objectives one after the other,
   * by loss, and the earlier first.
   */
  boolean isBetterThan(Trial<A> other) {
    int order = Boolean.compare(isFailed(), other.isFailed());
    order = order != 0 ? order : Double.compare(violation, other.violation());
    order = order != 0 ? order : OBJECTIVES.compare(objectives, other.objectives());
    order = order != 0 ? order : Double.compare(evaluation.loss(), other.evaluation().loss());
    return order < 0 || (order == 0 && number < other.number);
  }
}
