package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a search found. Immutable and safe for use by several threads.
 *
 * @param trials all trials in the order that they were proposed
 * @param <A> the type of an architecture
 */
public record SearchResult<A>(ImmutableList<Trial<A>> trials) {

  /**
   * The trials at full fidelity, the best first: by the search's objectives one after the other,
   * then by loss, then by age. Those that violate constraints come behind, the smaller violation
   * first, and those that failed last.
   *
   * @return the sorted trials
   */
  public ImmutableList<Trial<A>> sorted() {
    return Trials.sorted(trials);
  }

  /**
   * The best trial: feasible and at full fidelity.
   *
   * @return the first of {@link #sorted()}
   * @throws NoSuchElementException if there is none
   */
  public Trial<A> best() {
    return Trials.best(trials)
        .filter(Trial::isFeasible)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "no trial at full fidelity was feasible among "
                        + trials.size()
                        + "; look at their failures and violations, and let the strategy propose"
                        + " others"));
  }

  /**
   * The best compromises: the feasible trials at full fidelity that no other dominates, that is,
   * equals or betters in all objectives and betters in one.
   *
   * @return no architecture twice, the smallest first objective first
   */
  public ImmutableList<Trial<A>> paretoFront() {
    List<Trial<A>> front = new ArrayList<>();
    for (Trial<A> trial : distinct()) {
      // In this order no later trial dominates an earlier one.
      if (trial.isFeasible() && front.stream().noneMatch(other -> other.dominates(trial))) {
        front.add(trial);
      }
    }
    return ImmutableList.copyOf(front);
  }

  /**
   * The trials of {@link #sorted()} without repetitions of an architecture.
   *
   * @return each architecture's best trial, the best first
   */
  public ImmutableList<Trial<A>> distinct() {
    return sorted().stream()
        .filter(trial -> !trial.reused())
        .collect(ImmutableList.toImmutableList());
  }
}
