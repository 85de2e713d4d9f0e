package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.hipparchus.stat.ranking.NaNStrategy;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

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

  /**
   * The feasible trials of {@link #distinct()} by the sum of their ranks in all objectives, which
   * all count alike, whatever they are measured in. Two predictors that err differently rank
   * architectures better together than each alone: of the cells of NAS-Bench-201 the error by a
   * HyperNet's weights and synflow did (see the studies in {@code docs/studies}).
   *
   * @return the smallest sum first; of equal sums in the order of {@link #distinct()}
   */
  public ImmutableList<Trial<A>> byRankSum() {
    ImmutableList<Trial<A>> ranked =
        distinct().stream().filter(Trial::isFeasible).collect(ImmutableList.toImmutableList());
    if (ranked.isEmpty()) {
      return ranked;
    }
    double[] sums = new double[ranked.size()];
    for (int objective = 0; objective < ranked.get(0).objectives().size(); objective++) {
      double[] ranks = ranks(ranked, objective);
      Arrays.setAll(sums, trial -> sums[trial] + ranks[trial]);
    }
    return IntStream.range(0, sums.length)
        .boxed()
        .sorted(Comparator.comparingDouble(trial -> sums[trial]))
        .map(ranked::get)
        .collect(ImmutableList.toImmutableList());
  }

  /** From 1, the smallest; equal values have the mean of their ranks. */
  private static double[] ranks(List<? extends Trial<?>> trials, int objective) {
    return new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE)
        .rank(trials.stream().mapToDouble(trial -> trial.objectives().get(objective)).toArray());
  }
}
