package org.smashnas.search;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Streams;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score;
import org.smashnas.network.Network;
import org.smashnas.space.ArchitectureSpace;

/** Measures the objectives of proposals and makes trials of them. */
final class Assessor<A> {
  private static final Evaluation UNKNOWN = new Evaluation(Double.NaN, Double.NaN, Double.NaN);
  private static final int LONGEST_FAILURE = 1_000;

  private final ArchitectureSpace<A> space;
  private final ImmutableList<Objective<A>> objectives;
  private final ImmutableList<Constraint<A>> constraints;

  /** Those minimised and those limited, by name. */
  private final ImmutableMap<String, Objective<A>> measured;

  /** What needs no score, by the architecture's hash. */
  private final Map<String, Costs> known = new HashMap<>();

  private final ImmutableSet<String> namesOfCosts;

  Assessor(
      ArchitectureSpace<A> space,
      ImmutableList<Objective<A>> objectives,
      ImmutableList<Constraint<A>> constraints) {
    this.space = space;
    this.objectives = objectives;
    this.constraints = constraints;
    this.measured =
        Stream.concat(objectives.stream(), constraints.stream().map(Constraint::objective))
            .collect(
                ImmutableMap.toImmutableMap(Objective::name, each -> each, (one, same) -> one));
    this.namesOfCosts =
        measured.values().stream()
            .filter(objective -> !objective.needsScore())
            .map(Objective::name)
            .collect(ImmutableSet.toImmutableSet());
  }

  /** What the architecture alone shows. */
  record Costs(
      long parameters,
      long multiplyAdds,
      ImmutableMap<String, Double> values,
      Optional<String> failure) {}

  /** Measures what needs no score, once for each architecture. */
  Costs costs(Entry<A> entry, String hash) {
    return known.computeIfAbsent(hash, unknown -> measure(entry.proposal()));
  }

  private Costs measure(Proposal<A> proposal) {
    Network derived = space.derivedNetwork(proposal.architecture());
    Measurement<A> measurement =
        new Measurement<>(
            proposal.architecture(),
            proposal.fidelity(),
            UNKNOWN,
            derived.parameters(),
            derived.multiplyAdds());
    Values values = values(measurement, false);
    return new Costs(
        derived.parameters(), derived.multiplyAdds(), values.known(), values.failure());
  }

  /** The values of objectives up to the first that failed. */
  private record Values(ImmutableMap<String, Double> known, Optional<String> failure) {}

  private Values values(Measurement<A> measurement, boolean scored) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Objective<A> objective : measured.values()) {
      if (objective.needsScore() != scored) {
        continue;
      }
      double value;
      try {
        value = objective.of(measurement);
      } catch (RuntimeException failure) {
        return new Values(ImmutableMap.copyOf(values), failure(objective.name(), failure));
      }
      if (!Double.isFinite(value)) {
        return new Values(
            ImmutableMap.copyOf(values), Optional.of(objective.name() + " is " + value));
      }
      values.put(objective.name(), value);
    }
    return new Values(ImmutableMap.copyOf(values), Optional.empty());
  }

  private static Optional<String> failure(String what, Throwable failure) {
    String text = what + " failed: " + failure;
    return Optional.of(
        text.length() > LONGEST_FAILURE ? text.substring(0, LONGEST_FAILURE) + "…" : text);
  }

  /** Whether a score could still make the trial a good one. */
  boolean isWorthScoring(Costs costs) {
    return costs.failure().isEmpty() && violation(costs.values()) == 0;
  }

  Outcome unscored(Costs costs) {
    return outcome(costs, costs.values(), costs.failure());
  }

  Outcome failed(Costs costs, Throwable thrown) {
    return outcome(
        costs,
        costs.values(),
        thrown instanceof Scoring.ScoringTimeoutException
            ? Optional.of(Strings.nullToEmpty(thrown.getMessage()))
            : failure("scorer", thrown));
  }

  private static Outcome outcome(
      Costs costs, ImmutableMap<String, Double> values, Optional<String> failure) {
    return new Outcome(
        Optional.empty(),
        OptionalDouble.empty(),
        costs.parameters(),
        costs.multiplyAdds(),
        values,
        failure,
        Optional.empty());
  }

  /** The outcome of a score, without an ensemble. */
  Outcome scored(Proposal<A> proposal, Costs costs, Score score) {
    Evaluation evaluation = score.evaluation();
    Optional<String> unusable =
        Stream.of(
                notFinite("error", evaluation.error()),
                notFinite("top5Error", evaluation.topFiveError()),
                notFinite("loss", evaluation.loss()))
            .flatMap(Optional::stream)
            .findFirst();
    if (unusable.isPresent()) {
      return outcome(costs, costs.values(), unusable);
    }
    Values values =
        values(
            new Measurement<>(
                proposal.architecture(),
                proposal.fidelity(),
                evaluation,
                costs.parameters(),
                costs.multiplyAdds()),
            true);
    ImmutableMap<String, Double> all =
        Streams.concat(costs.values().entrySet().stream(), values.known().entrySet().stream())
            .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
    if (values.failure().isPresent()) {
      return outcome(costs, all, values.failure());
    }
    return new Outcome(
        Optional.of(evaluation),
        OptionalDouble.empty(),
        costs.parameters(),
        costs.multiplyAdds(),
        all,
        Optional.empty(),
        score.gradients());
  }

  private static Optional<String> notFinite(String name, double value) {
    return Double.isFinite(value) ? Optional.empty() : Optional.of(name + " is " + value);
  }

  /** Notes what a journal knows, so that it is not measured again. */
  void remember(String hash, Outcome outcome) {
    known.computeIfAbsent(
        hash,
        unknown ->
            new Costs(
                outcome.parameters(),
                outcome.multiplyAdds(),
                ImmutableMap.copyOf(Maps.filterKeys(outcome.values(), namesOfCosts::contains)),
                outcome.values().keySet().containsAll(namesOfCosts)
                    ? Optional.empty()
                    : outcome.failure()));
  }

  Trial<A> trial(Entry<A> entry, Outcome outcome) {
    return new Trial<>(
        entry.number(),
        entry.stage(),
        entry.generation(),
        entry.proposal(),
        outcome.evaluation().orElse(UNKNOWN),
        outcome.ensembleError(),
        outcome.parameters(),
        outcome.multiplyAdds(),
        false,
        outcome.gradients(),
        objectives.stream()
            .map(objective -> outcome.values().getOrDefault(objective.name(), Double.NaN))
            .collect(ImmutableList.toImmutableList()),
        violation(outcome.values()),
        outcome.failure());
  }

  private double violation(ImmutableMap<String, Double> values) {
    double violation = 0;
    for (Constraint<A> constraint : constraints) {
      Double value = values.get(constraint.objective().name());
      violation += value == null ? 0 : constraint.violation(value);
    }
    return violation;
  }
}
