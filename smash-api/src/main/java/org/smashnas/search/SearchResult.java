package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.NoSuchElementException;

/**
 * What a search found. Immutable and safe for use by several threads.
 *
 * @param trials all trials in the order that they were proposed
 * @param <A> the type of an architecture
 */
public record SearchResult<A>(ImmutableList<Trial<A>> trials) {

  /**
   * The trials at full fidelity, the best first: by error, then by loss, then by age.
   *
   * @return the sorted trials
   */
  public ImmutableList<Trial<A>> sorted() {
    return Trials.sorted(trials);
  }

  /**
   * The best trial at full fidelity.
   *
   * @return the first of {@link #sorted()}
   * @throws NoSuchElementException if there is none
   */
  public Trial<A> best() {
    return Trials.best(trials)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "no trial at full fidelity among "
                        + trials.size()
                        + "; let the strategy propose some"));
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
