package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.inference.TTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.search.CategoricalSpace.Choices;
import org.smashnas.space.ArchitectureSpace;

/** What any strategy of more than chance must do. A strategy joins with a line in a subclass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SearchStrategyContract {
  /** A strategy that costs at most so many scores at full fidelity, and nearly as many. */
  record Contender(String name, IntFunction<SearchStrategy<Choices>> costing) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final int BUDGET = 300;
  private static final int SEEDS = 40;
  private static final int NEIGHBOURS = 1;
  private static final CategoricalSpace CELLS = new CategoricalSpace(6, 5);
  private static final CategoricalSpace LARGE = new CategoricalSpace(20, 4);
  private static final NkLandscape LANDSCAPE = new NkLandscape(CELLS, NEIGHBOURS, 0);

  abstract ImmutableList<Contender> contenders();

  private static StrategyDriver<Choices> driver(NkLandscape landscape, CategoricalSpace space) {
    return new StrategyDriver<>(
        space,
        (number, proposal) ->
            StrategyDriver.scored(
                number,
                proposal,
                landscape
                    .score(proposal.architecture(), proposal.fidelity())
                    .evaluation()
                    .error()));
  }

  private static double cost(List<Trial<Choices>> trials) {
    return trials.stream().mapToDouble(trial -> trial.proposal().fidelity()).sum();
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void staysInsideTheSpaceAndTheBudget(Contender contender) {
    List<Trial<Choices>> trials =
        driver(LANDSCAPE, CELLS).run(contender.costing().apply(BUDGET), 1);
    trials.forEach(trial -> CELLS.validate(trial.architecture()));
    assertThat(cost(trials)).isBetween(BUDGET * 0.5, (double) BUDGET);
    assertThat(trials.stream().anyMatch(Trial::isFull)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void givesEqualTrialsForEqualSeeds(Contender contender) {
    StrategyDriver<Choices> driver = driver(LANDSCAPE, CELLS);
    SearchStrategy<Choices> strategy = contender.costing().apply(BUDGET);
    List<Trial<Choices>> trials = driver.run(strategy, 1);
    assertThat(driver.run(contender.costing().apply(BUDGET), 1)).isEqualTo(trials);
    assertThat(driver.run(strategy, 1)).isEqualTo(trials);
    assertThat(driver.run(strategy, 2)).isNotEqualTo(trials);
  }

  /** Fed with the trials of another run it proposes the same, whatever it would score itself. */
  @ParameterizedTest
  @MethodSource("contenders")
  void proposesTheSameFromTheSameTrials(Contender contender) {
    SearchStrategy<Choices> strategy = contender.costing().apply(BUDGET);
    List<Trial<Choices>> trials = driver(LANDSCAPE, CELLS).run(strategy, 1);
    StrategyDriver<Choices> replay =
        new StrategyDriver<>(
            CELLS,
            (number, proposal) -> {
              Trial<Choices> journalled = trials.get((int) number);
              assertThat(proposal).isEqualTo(journalled.proposal());
              return journalled;
            });
    assertThat(replay.run(strategy, 1)).isEqualTo(trials);
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void beatsRandomSearch(Contender contender) {
    assertBeatsRandom(Comparison.of(contender, LARGE, BUDGET));
  }

  private static void assertBeatsRandom(Comparison comparison) {
    assertThat(comparison.meanGain()).as("%s", comparison).isPositive();
    assertThat(comparison.probability()).as("%s", comparison).isLessThan(0.01);
  }

  /** Leaves the table of docs/benchmarks.md in target/strategies.md. */
  @Tag("long")
  @Test
  void theTableIsWritten() throws IOException {
    List<String> lines = new ArrayList<>();
    for (CategoricalSpace space : List.of(CELLS, LARGE)) {
      lines.add("| " + space.id() + " | 100 | 300 | 1000 |");
      lines.add("|---|---|---|---|");
      for (Contender contender : contenders()) {
        lines.add(
            Stream.of(100, 300, 1000)
                .map(budget -> Comparison.of(contender, space, budget).cell())
                .collect(Collectors.joining(" | ", "| " + contender.name() + " | ", " |")));
      }
    }
    Path table = Path.of("target", "strategies.md");
    Files.write(table, lines);
    assertThat(table).isNotEmptyFile();
  }

  /**
   * The smallest errors found on one landscape a seed, and the probability of such a difference by
   * chance (paired t-test, two-sided). The gain over random search has a 95 % interval.
   */
  private record Comparison(
      CategoricalSpace space,
      int budget,
      double mean,
      double random,
      double interval,
      double probability) {
    static Comparison of(Contender contender, CategoricalSpace space, int budget) {
      double[] found = smallest(contender.costing().apply(budget), space);
      double[] random = smallest(Strategies.random(budget), space);
      return new Comparison(
          space,
          budget,
          StatUtils.mean(found),
          StatUtils.mean(random),
          interval(found, random),
          new TTest().pairedTTest(found, random));
    }

    private static double[] smallest(SearchStrategy<Choices> strategy, CategoricalSpace space) {
      return IntStream.range(0, SEEDS)
          .mapToDouble(
              seed -> {
                NkLandscape landscape = new NkLandscape(space, NEIGHBOURS, 1_000 + seed);
                return Trials.best(driver(landscape, space).run(strategy, seed))
                    .orElseThrow()
                    .error();
              })
          .toArray();
    }

    private static double interval(double[] found, double[] random) {
      double deviation =
          Math.sqrt(
              StatUtils.varianceDifference(found, random, StatUtils.meanDifference(found, random)));
      double quantile = new TDistribution(SEEDS - 1).inverseCumulativeProbability(0.975);
      return quantile * deviation / Math.sqrt(SEEDS);
    }

    String cell() {
      return "%.3f (%.3f ± %.3f)".formatted(mean, meanGain(), interval);
    }

    double meanGain() {
      return random - mean;
    }

    @Override
    public String toString() {
      return "%s, %d scores: mean smallest error %.4f, random %.4f, p %.1e"
          .formatted(space.id(), budget, mean, random, probability);
    }
  }

  /** After a stage before, with which it shares the budget, it still does better than chance. */
  @ParameterizedTest
  @MethodSource("contenders")
  void goesOnFromEarlierTrials(Contender contender) {
    Contender second =
        new Contender(
            contender.name() + " after random",
            budget ->
                Strategies.<Choices>random(budget / 2).then(contender.costing().apply(budget / 2)));
    assertBeatsRandom(Comparison.of(second, LARGE, 2 * BUDGET));
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void endsInTinyAndRigidSpaces(Contender contender) {
    for (ArchitectureSpace<Choices> space :
        List.of(new CategoricalSpace(1, 1), new CategoricalSpace(1, 2), new RigidSpace(CELLS))) {
      StrategyDriver<Choices> driver =
          new StrategyDriver<>(
              space, (number, proposal) -> StrategyDriver.scored(number, proposal, 0.5));
      List<Trial<Choices>> trials =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> driver.run(contender.costing().apply(BUDGET), 1));
      trials.forEach(trial -> space.validate(trial.architecture()));
      assertThat(trials.stream().anyMatch(Trial::isFull)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void endsIfAllFails(Contender contender) {
    StrategyDriver<Choices> driver =
        new StrategyDriver<>(CELLS, (number, proposal) -> StrategyDriver.failed(number, proposal));
    SearchStrategy<Choices> strategy = contender.costing().apply(BUDGET);
    List<Trial<Choices>> trials = driver.run(strategy, 1);
    assertThat(trials).isNotEmpty();
    assertThat(parents(trials)).isEmpty();
    assertThat(driver.run(strategy, trials, 1, Integer.MAX_VALUE)).isNotEmpty();
  }

  private static boolean isUnlucky(Choices architecture, double part) {
    return new SplittableRandom(architecture.hashCode()).nextDouble() < part;
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void takesNoFailedTrialForAParent(Contender contender) {
    StrategyDriver<Choices> driver =
        new StrategyDriver<>(
            LARGE,
            (number, proposal) ->
                isUnlucky(proposal.architecture(), 0.7)
                    ? StrategyDriver.failed(number, proposal)
                    : StrategyDriver.scored(number, proposal, 0.5));
    List<Trial<Choices>> trials = driver.run(contender.costing().apply(BUDGET), 1);
    assertThat(trials.stream().filter(Trial::isFailed).count()).isGreaterThan(10);
    assertThat(parents(trials).stream().filter(Trial::isFailed).count()).isZero();
  }

  /** Half of the space is infeasible. Who was feasible before is the parent of all that follow. */
  @ParameterizedTest
  @MethodSource("contenders")
  void takesNoInfeasibleTrialForAParentOnceThereIsAFeasibleOne(Contender contender) {
    StrategyDriver<Choices> driver =
        new StrategyDriver<>(
            LARGE,
            (number, proposal) ->
                isUnlucky(proposal.architecture(), 0.5)
                    ? StrategyDriver.infeasible(number, proposal, List.of(0.1), 1)
                    : StrategyDriver.scored(number, proposal, 0.5));
    List<Trial<Choices>> trials = driver.run(contender.costing().apply(BUDGET), 1);
    long first =
        trials.stream().filter(Trial::isFeasible).filter(Trial::isFull).findFirst().get().number();
    assertThat(
            parents(trials).stream()
                .filter(parent -> parent.number() > first && !parent.isFeasible())
                .count())
        .isZero();
  }

  /** If all are infeasible, the smaller violation is the better one. */
  @ParameterizedTest
  @MethodSource("contenders")
  void descendsByViolationIfAllIsInfeasible(Contender contender) {
    NkLandscape landscape = new NkLandscape(LARGE, NEIGHBOURS, 3);
    StrategyDriver<Choices> driver =
        new StrategyDriver<>(
            LARGE,
            (number, proposal) ->
                StrategyDriver.infeasible(
                    number, proposal, List.of(0.5), landscape.error(proposal.architecture())));
    assertThat(meanSmallestViolation(driver, contender.costing().apply(2 * BUDGET)))
        .isLessThan(meanSmallestViolation(driver, Strategies.random(2 * BUDGET)));
  }

  private static double meanSmallestViolation(
      StrategyDriver<Choices> driver, SearchStrategy<Choices> strategy) {
    return IntStream.range(0, 10)
        .mapToDouble(
            seed ->
                driver.run(strategy, seed).stream()
                    .mapToDouble(Trial::violation)
                    .min()
                    .orElseThrow())
        .average()
        .orElseThrow();
  }

  private static List<Trial<Choices>> parents(List<Trial<Choices>> trials) {
    return trials.stream()
        .flatMapToLong(trial -> trial.proposal().parent().stream())
        .mapToObj(number -> trials.get((int) number))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void takesLessThanAMillisecondATrial(Contender contender) {
    assertTakesLessThanAMillisecondATrial(contender, 20_000);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("contenders")
  void takesLessThanAMillisecondATrialInLongSearches(Contender contender) {
    assertTakesLessThanAMillisecondATrial(contender, 100_000);
  }

  private static void assertTakesLessThanAMillisecondATrial(Contender contender, int limit) {
    StrategyDriver<Choices> driver = driver(new NkLandscape(LARGE, NEIGHBOURS, 1), LARGE);
    SearchStrategy<Choices> strategy = contender.costing().apply(limit);
    List<Trial<Choices>> trials =
        assertTimeoutPreemptively(
            Duration.ofMillis(limit), () -> driver.run(strategy, List.of(), 1, limit));
    assertThat(trials.size()).isGreaterThanOrEqualTo(limit);
    SearchStrategy<Choices> next = contender.costing().apply(BUDGET);
    assertTimeoutPreemptively(
        Duration.ofMillis(limit), () -> driver.run(next, trials, 2, Integer.MAX_VALUE));
  }
}
