package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import org.smashnas.search.CategoricalSpace.Choices;

class Nsga2Test {
  private static final CategoricalSpace SPACE = new CategoricalSpace(20, 4);
  private static final int BUDGET = 1_000;
  private static final int SEEDS = 30;

  /** Two objectives, each a landscape of its own, so that they conflict. */
  private static StrategyDriver<Choices> driver(int seed) {
    NkLandscape first = new NkLandscape(SPACE, 1, 5_000 + 2L * seed);
    NkLandscape second = new NkLandscape(SPACE, 1, 5_001 + 2L * seed);
    return new StrategyDriver<>(
        SPACE,
        (number, proposal) ->
            StrategyDriver.feasible(
                number,
                proposal,
                List.of(
                    first.error(proposal.architecture()), second.error(proposal.architecture()))));
  }

  /** The area that is dominated, up to errors of 1: a staircase from left to right. */
  static double hypervolume(List<Trial<Choices>> trials) {
    double volume = 0;
    double lowest = 1;
    for (Trial<Choices> trial : byFirstObjective(trials)) {
      double second = trial.objectives().get(1);
      if (second < lowest) {
        volume += (1 - trial.objectives().get(0)) * (lowest - second);
        lowest = second;
      }
    }
    return volume;
  }

  private static ImmutableList<Trial<Choices>> byFirstObjective(List<Trial<Choices>> trials) {
    return ImmutableList.sortedCopyOf(
        Comparator.comparingDouble((Trial<Choices> trial) -> trial.objectives().get(0)), trials);
  }

  private static Trial<Choices> at(long number, double first, double second) {
    return StrategyDriver.feasible(
        number, Proposal.of(new Choices(ImmutableList.of((int) number))), List.of(first, second));
  }

  @Test
  void theHypervolumeIsTheAreaOfTheStaircase() {
    assertThat(hypervolume(List.of(at(0, 0.5, 0.5)))).isCloseTo(0.25, within(1e-12));
    assertThat(hypervolume(List.of(at(0, 0.5, 0.5), at(1, 0.75, 0.25), at(2, 0.8, 0.6))))
        .isCloseTo(0.25 + 0.25 * 0.25, within(1e-12));
  }

  private static double[] hypervolumes(SearchStrategy<Choices> strategy) {
    return IntStream.range(0, SEEDS)
        .mapToDouble(seed -> hypervolume(driver(seed).run(strategy, seed)))
        .toArray();
  }

  @Test
  void dominatesMoreThanRandomSearch() {
    assertDominatesMore(Strategies.nsga2(BUDGET), Strategies.random(BUDGET));
  }

  /** A population of 100 has but 9 generations in 1,000 trials; smaller ones are ahead. */
  @Test
  void dominatesMoreThanEvolutionOfOneObjective() {
    assertDominatesMore(
        Strategies.<Choices>nsga2(BUDGET).population(20), Strategies.evolution(BUDGET));
  }

  private static void assertDominatesMore(
      SearchStrategy<Choices> strategy, SearchStrategy<Choices> rival) {
    double[] found = hypervolumes(strategy);
    double[] other = hypervolumes(rival);
    String comparison =
        "%s %.4f, %s %.4f".formatted(strategy, StatUtils.mean(found), rival, StatUtils.mean(other));
    assertThat(StatUtils.mean(found)).as(comparison).isGreaterThan(StatUtils.mean(other));
    assertThat(new TTest().pairedTTest(found, other)).as(comparison).isLessThan(0.01);
  }

  /** With a population of 3 the middle of the front, in its densest place, leaves. */
  @Test
  void keepsTheFirstFrontAndOfTheLastTheLeastCrowded() {
    List<Trial<Choices>> earlier =
        List.of(
            at(0, 0.9, 0.9), at(1, 0.1, 0.9), at(2, 0.9, 0.1), at(3, 0.8, 0.2), at(4, 0.4, 0.5));
    CategoricalSpace space = new CategoricalSpace(1, 200);
    StrategyDriver<Choices> driver =
        new StrategyDriver<>(
            space,
            (number, proposal) -> StrategyDriver.feasible(number, proposal, List.of(1.0, 1.0)));
    List<Trial<Choices>> children =
        driver.run(Strategies.<Choices>nsga2(300).population(3), earlier, 4, Integer.MAX_VALUE);
    HashSet<Long> parents = new HashSet<>();
    children.forEach(child -> parents.add(child.proposal().parent().orElseThrow()));
    assertThat(parents).containsExactlyInAnyOrder(1L, 2L, 4L);
  }
}
