package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Orders of trials. Only those at full fidelity are compared. */
final class Trials {
  private Trials() {}

  static <A> Optional<Trial<A>> best(List<Trial<A>> trials) {
    return trials.stream()
        .filter(Trial::isFull)
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
        .sorted((first, second) -> first.equals(second) ? 0 : first.isBetterThan(second) ? -1 : 1)
        .collect(ImmutableList.toImmutableList());
  }
}
