package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score;
import org.smashnas.search.NumberSpace.Channels;

/** What a search minimises, what limits it, and when it ends. */
class ObjectiveTest {
  private static final NumberSpace SPACE = new NumberSpace(500);

  private static double error(Channels number) {
    return new SplittableRandom(number.value()).nextDouble();
  }

  private static Search<Channels> search(int trials) {
    return Search.over(SPACE)
        .scoredBy((number, fidelity) -> Score.ofError(error(number)))
        .strategy(Strategies.random(trials))
        .seed(11);
  }

  @Test
  void eachObjectiveMeasuresWhatItSays() {
    Trial<Channels> trial =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> new Score(new Evaluation(0.3, 0.2, 0.1), Optional.empty()))
            .strategy(Strategies.random(1))
            .minimise(
                Objective.error(),
                Objective.top5Error(),
                Objective.loss(),
                Objective.parameters(),
                Objective.multiplyAdds(),
                Objective.latency(number -> 0.5),
                Objective.of("sum", measured -> measured.evaluation().loss() + 1),
                Objective.ofArchitecture("value", Channels::value),
                Objective.lossBy("other", (number, fidelity) -> Score.ofLoss(-fidelity)))
            .run()
            .best();
    int value = trial.architecture().value();
    assertThat(trial.objectives())
        .containsExactly(
            0.3, 0.2, 0.1, 3.0 * (value + 1), 12.0 * (value + 1), 0.5, 1.1, (double) value, -1.0);
  }

  @Test
  void theFirstObjectiveDecidesWhatIsBest() {
    SearchResult<Channels> result = search(60).minimise(Objective.parameters()).run();
    assertThat(result.best().parameters())
        .isEqualTo(result.trials().stream().mapToLong(Trial::parameters).min().orElseThrow());
  }

  @Test
  void latencyIsMeasuredOnceAnArchitectureEvenIfResumed(@TempDir Path folder) {
    List<Channels> measured = new ArrayList<>();
    SearchStrategy<Channels> race = Strategies.halving(Strategies.random(27));
    Search<Channels> search =
        Search.over(SPACE)
            .scoredBy((number, fidelity) -> Score.ofError(error(number)))
            .strategy(race)
            .minimise(
                Objective.error(),
                Objective.latency(
                    number -> {
                      measured.add(number);
                      return measured.size();
                    }))
            .journal(folder.resolve("trials.jsonl"));
    search.endAfterTrials(30).run();
    ImmutableList<Trial<Channels>> trials = search.endAfterTrials(1_000).run().trials();
    assertThat(trials).hasSizeGreaterThan(35);
    assertThat(measured).doesNotHaveDuplicates();
    for (Trial<Channels> trial : trials) {
      assertThat(trial.objectives().get(1)).isEqualTo(1.0 + measured.indexOf(trial.architecture()));
    }
  }

  @Test
  void whatIsTooLargeIsRecordedButNotScored() {
    List<Channels> scored = new ArrayList<>();
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> {
                  scored.add(number);
                  return Score.ofError(1 - error(number) / (1 + number.value()));
                })
            .strategy(Strategies.random(50))
            .subjectTo(
                Constraint.under(Objective.parameters(), 600),
                Constraint.under(Objective.multiplyAdds(), 1_200))
            .run();
    assertThat(result.trials()).hasSize(50);
    for (Trial<Channels> trial : result.trials()) {
      double parameters = 3.0 * (trial.architecture().value() + 1);
      double violation =
          Math.max(0, parameters - 600) / 600 + Math.max(0, 4 * parameters - 1_200) / 1_200;
      assertThat(trial.violation()).isEqualTo(violation);
      assertThat(trial.isFeasible()).isEqualTo(parameters <= 300);
      assertThat(scored.contains(trial.architecture())).isEqualTo(parameters <= 300);
      assertThat(trial.failure()).isEmpty();
    }
    assertThat(result.best().parameters()).isLessThanOrEqualTo(300);
    assertThat(result.trials()).anyMatch(trial -> !trial.isFeasible());
  }

  @Test
  void aLimitOnTheScoreIsSeenAfterScoring() {
    SearchResult<Channels> result =
        search(50)
            .minimise(Objective.parameters())
            .subjectTo(Constraint.under(Objective.error(), 0.25))
            .run();
    for (Trial<Channels> trial : result.trials()) {
      assertThat(trial.error()).isEqualTo(error(trial.architecture()));
      assertThat(trial.isFeasible()).isEqualTo(trial.error() <= 0.25);
    }
    assertThat(result.best().error()).isLessThanOrEqualTo(0.25);
  }

  @Test
  void withoutAFeasibleTrialThereIsNoBest() {
    SearchResult<Channels> result =
        search(5).subjectTo(Constraint.under(Objective.parameters(), 0)).run();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(result::best)
        .withMessageContaining("feasible");
    assertThat(result.paretoFront()).isEmpty();
  }

  @Property(tries = 300)
  void theParetoFrontIsThatOfBruteForce(
      @ForAll @Size(max = 40) List<@Size(3) List<@DoubleRange(min = 0, max = 3) Double>> points,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ImmutableList.Builder<Trial<Channels>> builder = ImmutableList.builder();
    for (int number = 0; number < points.size(); number++) {
      // Rounded, so that equal values are frequent.
      ImmutableList<Double> objectives =
          points.get(number).stream()
              .map(value -> (double) Math.round(value))
              .collect(ImmutableList.toImmutableList());
      builder.add(
          new Trial<>(
              number,
              0,
              0,
              new Proposal<>(
                  new Channels(number), random.nextInt(5) == 0 ? 0.5 : 1, OptionalLong.empty()),
              new Evaluation(0, 0, 0),
              OptionalDouble.empty(),
              1,
              1,
              false,
              Optional.empty(),
              objectives,
              random.nextInt(4) == 0 ? 0.5 : 0,
              random.nextInt(6) == 0 ? Optional.of("failed") : Optional.empty()));
    }
    ImmutableList<Trial<Channels>> trials = builder.build();
    List<Trial<Channels>> expected =
        trials.stream()
            .filter(trial -> isCandidate(trial))
            .filter(
                trial ->
                    trials.stream()
                        .noneMatch(other -> isCandidate(other) && dominates(other, trial)))
            .toList();
    assertThat(new SearchResult<>(trials).paretoFront())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Of three errors and three values the middle ones are best together; ties share a rank. */
  @Test
  void aRankSumCountsAllObjectivesAlike() {
    double[] errors = {0.1, 0.2, 0.9, 0.2};
    double[] values = {900, 20, 10, 20};
    SearchResult<Channels> result =
        Search.over(new NumberSpace(4))
            .scoredBy((number, fidelity) -> Score.ofError(errors[number.value()]))
            .strategy(Strategies.random(60))
            .minimise(
                Objective.error(),
                Objective.ofArchitecture("value", number -> values[number.value()]))
            .run();
    // Ranks of 0: 1 + 4, of 1 and 3: 2.5 + 2.5, of 2: 4 + 1; equal sums keep the order by error.
    assertThat(result.byRankSum()).isEqualTo(result.distinct()).hasSize(4);
    SearchResult<Channels> limited =
        Search.over(new NumberSpace(4))
            .scoredBy((number, fidelity) -> Score.ofError(errors[number.value()]))
            .strategy(Strategies.random(60))
            .minimise(
                Objective.error(),
                Objective.ofArchitecture("value", number -> values[number.value()]),
                Objective.ofArchitecture("again", number -> values[number.value()]))
            .subjectTo(Constraint.under(Objective.ofArchitecture("number", Channels::value), 2.5))
            .run();
    assertThat(limited.byRankSum().stream().map(trial -> trial.architecture().value()))
        .containsExactly(2, 1, 0);
  }

  private static boolean isCandidate(Trial<Channels> trial) {
    return trial.failure().isEmpty() && trial.violation() == 0 && trial.proposal().fidelity() == 1;
  }

  private static boolean dominates(Trial<Channels> one, Trial<Channels> other) {
    boolean isBetter = false;
    for (int index = 0; index < 3; index++) {
      if (one.objectives().get(index) > other.objectives().get(index)) {
        return false;
      }
      isBetter |= one.objectives().get(index) < other.objectives().get(index);
    }
    return isBetter;
  }

  /** A fifth of the space meets the limit; what does not is drawn, not scored, and not counted. */
  @Test
  void aFeasibleSearchGoesOnUntilEnoughMeetTheLimits() {
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy((number, fidelity) -> Score.ofError(error(number)))
            .strategy(Strategies.randomFeasible(30))
            .subjectTo(Constraint.under(Objective.ofArchitecture("number", Channels::value), 99))
            .run();
    assertThat(result.distinct().stream().filter(Trial::isFeasible))
        .hasSize(30)
        .allMatch(trial -> trial.architecture().value() <= 99);
    assertThat(result.trials().size()).isBetween(80, 400);
  }

  @Test
  void aFeasibleSearchGivesUpWhereNothingIsFeasible() {
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy((number, fidelity) -> Score.ofError(error(number)))
            .strategy(Strategies.randomFeasible(3))
            .subjectTo(Constraint.under(Objective.ofArchitecture("number", Channels::value), -1))
            .run();
    assertThat(result.trials()).hasSize(300);
    assertThat(result.byRankSum()).isEmpty();
  }

  @Test
  void aSearchMayStartFromKnownArchitectures() {
    List<Channels> known = List.of(new Channels(7), new Channels(3));
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy((number, fidelity) -> Score.ofError(error(number)))
            .strategy(Strategies.<Channels>given(known).then(Strategies.random(5)))
            .run();
    assertThat(result.trials().subList(0, 2).stream().map(Trial::architecture)).isEqualTo(known);
    assertThat(result.trials()).hasSize(7);
  }

  @Test
  void aSearchEndsAfterItsTrials() {
    assertThat(search(50).endAfterTrials(7).run().trials())
        .isEqualTo(search(50).run().trials().subList(0, 7));
  }

  @Test
  void aSearchEndsAtItsTarget() {
    ImmutableList<Trial<Channels>> trials = search(500).endAtTarget(0.05).run().trials();
    assertThat(trials.get(trials.size() - 1).error()).isLessThanOrEqualTo(0.05);
    assertThat(trials.subList(0, trials.size() - 1)).allMatch(trial -> trial.error() > 0.05);
  }

  @Test
  void aSearchEndsWithoutImprovement() {
    ImmutableList<Trial<Channels>> trials = search(500).endWithoutImprovement(20).run().trials();
    int best = (int) new SearchResult<>(trials).best().number();
    assertThat(trials).hasSize(best + 21);
  }

  @Test
  void aSearchEndsAfterItsTime() {
    Search<Channels> search =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> {
                  long start = System.nanoTime();
                  while (System.nanoTime() - start < 5_000_000) {
                    Thread.onSpinWait();
                  }
                  return Score.ofError(0.5);
                })
            .strategy(Strategies.random(100_000))
            .endAfterTime(Duration.ofMillis(60));
    assertThat(search.run().trials()).hasSizeBetween(1, 13);
  }

  @Test
  void badSettingsAreRefused() {
    refuse(() -> search(1).minimise(), "nothing");
    refuse(() -> search(1).minimise(Objective.loss(), Objective.loss()), "[loss, loss]", "once");
    refuse(() -> Constraint.under(Objective.loss(), Double.NaN), "loss", "NaN");
    refuse(() -> Objective.of(" ", measured -> 1), "no name");
    refuse(() -> search(1).endAfterTrials(0), "0", "at least 1");
    refuse(() -> search(1).endAfterTime(Duration.ZERO), "PT0S");
    refuse(() -> search(1).endAtTarget(Double.NaN), "NaN");
    refuse(() -> search(1).endWithoutImprovement(0), "0");
    refuse(() -> search(1).timeout(Duration.ofSeconds(-1)), "PT-1S");
    refuse(() -> search(1).failureLimit(-1), "-1");
  }

  private static void refuse(ThrowingCallable setting, String... message) {
    assertThatIllegalArgumentException().isThrownBy(setting).withMessageContainingAll(message);
  }
}
