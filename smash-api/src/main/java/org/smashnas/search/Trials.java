package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Orders of trials. Only those at full fidelity are compared. */
final class Trials {
  private Trials() {}

  static <A> Optional<Trial<A>> best(List<Trial<A>> trials) {
    return trials.stream()
        .filter(Trials::isParent)
        .reduce((best, trial) -> trial.isBetterThan(best) ? trial : best);
  }

  static <A> Optional<Trial<A>> ofLeastLoss(List<Trial<A>> trials) {
    return trials.stream()
        .filter(Trial::isFull)
        .min(Comparator.comparingDouble(trial -> trial.evaluation().loss()));
  }

  static <A> ImmutableList<Trial<A>> sorted(List<Trial<A>> trials) {
    return trials.stream()
        .filter(Trial::isFull)
        .sorted(bestFirst())
        .collect(ImmutableList.toImmutableList());
  }

  static <A> Comparator<Trial<A>> bestFirst() {
    return (first, second) ->
        first.number() == second.number() ? 0 : first.isBetterThan(second) ? -1 : 1;
  }

  /** Whether perturbations of it make sense. */
  static <A> boolean isParent(Trial<A> trial) {
    return trial.isFull() && !trial.isFailed();
  }

  /** The feasible trials or, if there are none, the infeasible ones; never the failed ones. */
  static <A> Stream<Trial<A>> eligible(Collection<Trial<A>> trials) {
    boolean anyFeasible = trials.stream().anyMatch(Trial::isFeasible);
    return trials.stream().filter(trial -> !trial.isFailed() && trial.isFeasible() == anyFeasible);
  }

  /** The first trial of each architecture. */
  static <A> Stream<Trial<A>> distinct(Stream<Trial<A>> trials) {
    Set<A> seen = new HashSet<>();
    return trials.filter(trial -> seen.add(trial.architecture()));
  }
}
