package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.search.NumberSpace.Channels;
import org.smashnas.space.ArchitectureSpace;

class SearchTest {
  private static final NumberSpace SPACE = new NumberSpace(5_000);

  /** Errors without order: a scrambled number. */
  private static double error(Channels number) {
    return new SplittableRandom(number.value()).nextDouble();
  }

  private static Score score(Channels number, double fidelity) {
    return Score.ofError(error(number));
  }

  private static SearchStrategy<Channels> paper(int random, int perturbed, int steps) {
    return Strategies.<Channels>random(random)
        .then(Strategies.perturbBest(perturbed, 0.05))
        .then(Strategies.markovWalk(steps, 0.05));
  }

  private static SearchResult<Channels> run(SearchStrategy<Channels> strategy, long seed) {
    return Search.over(SPACE).scoredBy(SearchTest::score).strategy(strategy).seed(seed).run();
  }

  /** Proposes what it is given, one generation each. */
  private static SearchStrategy<Channels> scripted(List<ImmutableList<Proposal<Channels>>> script) {
    return (space, earlier) ->
        new SearchStrategy.Run<>() {
          private int next;

          @Override
          public ImmutableList<Proposal<Channels>> propose(RandomGenerator random) {
            return next == script.size() ? ImmutableList.of() : script.get(next++);
          }

          @Override
          public void record(Trial<Channels> trial) {}
        };
  }

  private static SearchStrategy<Channels> scripted(Integer... values) {
    return scripted(
        List.of(
            ImmutableList.copyOf(
                List.of(values).stream().map(value -> Proposal.of(new Channels(value))).toList())));
  }

  @Test
  void thePapersSearchGivesSevenHundredTrialsInThreeStages() {
    ImmutableList<Trial<Channels>> trials = run(paper(500, 100, 100), 1).trials();
    assertThat(trials).hasSize(700);
    for (int index = 0; index < 700; index++) {
      Trial<Channels> trial = trials.get(index);
      assertThat(trial.number()).isEqualTo(index);
      assertThat(trial.stage()).isEqualTo(index < 500 ? 0 : index < 600 ? 1 : 2);
      assertThat(trial.generation()).isEqualTo(index < 600 ? 0 : index - 600);
      assertThat(trial.error()).isEqualTo(error(trial.architecture()));
      assertThat(trial.parameters()).isEqualTo(3L * (trial.architecture().value() + 1));
      assertThat(trial.multiplyAdds()).isEqualTo(12L * (trial.architecture().value() + 1));
    }
  }

  @Test
  void perturbationsComeFromTheBestRandomTrial() {
    ImmutableList<Trial<Channels>> trials = run(paper(50, 20, 1), 2).trials();
    Trial<Channels> best = best(trials.subList(0, 50));
    assertThat(trials.subList(0, 50)).allMatch(trial -> trial.proposal().parent().isEmpty());
    assertThat(trials.subList(50, 70))
        .extracting(trial -> trial.proposal().parent())
        .containsOnly(OptionalLong.of(best.number()));
  }

  @Test
  void aWalkStartsFromTheBestAndMovesOnlyToSmallerErrors() {
    int moves = 0;
    for (int seed = 0; seed < 5; seed++) {
      ImmutableList<Trial<Channels>> trials = run(paper(6, 4, 90), seed).trials();
      Trial<Channels> place = best(trials.subList(0, 10));
      for (Trial<Channels> step : trials.subList(10, 100)) {
        assertThat(step.proposal().parent()).hasValue(place.number());
        if (step.error() < place.error()) {
          place = step;
          moves++;
        }
      }
    }
    assertThat(moves).isGreaterThan(4);
  }

  private static Trial<Channels> best(List<Trial<Channels>> trials) {
    return trials.stream()
        .reduce((best, trial) -> trial.error() < best.error() ? trial : best)
        .orElseThrow();
  }

  @Test
  void aWalkDoesNotMoveToAnEqualErrorAndNeverStandsOnANotANumber() {
    List<Double> errors = List.of(Double.NaN, 0.5, 0.5, 0.4, 0.6);
    List<Double> left = new ArrayList<>(errors);
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy((number, fidelity) -> Score.ofError(left.remove(0)))
            .strategy(Strategies.markovWalk(5, 0.5))
            .run();
    assertThat(result.trials())
        .extracting(trial -> trial.proposal().parent())
        .containsExactly(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.of(1),
            OptionalLong.of(1),
            OptionalLong.of(3));
    assertThat(result.best().number()).isEqualTo(3);
  }

  @Test
  void aRepetitionIsReusedAndNeverScoredTwice() {
    List<Integer> scored = new ArrayList<>();
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> {
                  scored.add(number.value());
                  return score(number, fidelity);
                })
            .strategy(scripted(4, 5, 4).then(scripted(5, 6)))
            .run();
    assertThat(scored).containsExactly(4, 5, 6);
    assertThat(result.trials())
        .extracting(Trial::reused)
        .containsExactly(false, false, true, true, false);
    assertThat(result.trials().get(3).evaluation()).isEqualTo(result.trials().get(1).evaluation());
    assertThat(result.distinct()).extracting(Trial::number).containsExactlyInAnyOrder(0L, 1L, 4L);
  }

  @Test
  void anotherFidelityIsScoredAnew() {
    Channels number = new Channels(4);
    List<Double> fidelities = new ArrayList<>();
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy(
                (architecture, fidelity) -> {
                  fidelities.add(fidelity);
                  return Score.ofError(1 - fidelity);
                })
            .strategy(
                scripted(
                    List.of(
                        ImmutableList.of(
                            new Proposal<>(number, 0.5, OptionalLong.empty()),
                            new Proposal<>(number, 0.5, OptionalLong.empty())),
                        ImmutableList.of(Proposal.of(number)))))
            .run();
    assertThat(fidelities).containsExactly(0.5, 1.0);
    assertThat(result.trials()).extracting(Trial::generation).containsExactly(0L, 0L, 1L);
    assertThat(result.sorted()).extracting(Trial::number).containsExactly(2L);
  }

  @Test
  void equalSeedsGiveEqualResultsAndOthersDoNot() {
    SearchResult<Channels> result = run(paper(30, 10, 10), 7);
    assertThat(run(paper(30, 10, 10), 7)).isEqualTo(result);
    assertThat(run(paper(30, 10, 10), 8)).isNotEqualTo(result);
  }

  @Test
  void earlierStagesDoNotDependOnLaterOnes() {
    assertThat(run(paper(30, 10, 10), 7).trials().subList(0, 40))
        .isEqualTo(
            run(Strategies.<Channels>random(30).then(Strategies.perturbBest(10, 0.05)), 7)
                .trials());
  }

  @Test
  void listenersHearEachTrialInOrderAndInTurn() {
    List<String> heard = new ArrayList<>();
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy(SearchTest::score)
            .strategy(scripted(4, 4, 6))
            .listener(trial -> heard.add("first " + trial.number()))
            .listener(trial -> heard.add("second " + trial.number()))
            .run();
    assertThat(heard)
        .containsExactly("first 0", "second 0", "first 1", "second 1", "first 2", "second 2");
    assertThat(result.trials()).hasSize(3);
  }

  @Test
  void aListenerThatThrowsEndsTheSearch() {
    Search<Channels> search =
        Search.over(SPACE)
            .scoredBy(SearchTest::score)
            .strategy(scripted(1, 2))
            .listener(
                trial -> {
                  throw new UnsupportedOperationException("enough");
                });
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(search::run);
  }

  @Test
  void resultsAreSortedByErrorThenLossThenAge() {
    Map<Integer, Evaluation> evaluations =
        Map.of(
            0, new Evaluation(0.3, 0, 1),
            1, new Evaluation(0.2, 0, 9),
            2, new Evaluation(0.2, 0, 2),
            3, new Evaluation(0.3, 0, 1),
            4, new Evaluation(Double.NaN, 0, 0));
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> new Score(evaluations.get(number.value()), Optional.empty()))
            .strategy(scripted(4, 0, 1, 2, 3))
            .run();
    assertThat(result.sorted())
        .extracting(trial -> trial.architecture().value())
        .containsExactly(2, 1, 0, 3, 4);
    assertThat(result.best().architecture()).isEqualTo(new Channels(2));
  }

  @Test
  void theEnsembleErrorIsThatOfTheSummedLogProbabilities() {
    SplittableRandom random = new SplittableRandom(9);
    int[] labels = IntStream.range(0, 40).map(index -> random.nextInt(4)).toArray();
    Map<Integer, float[][]> predictions = new HashMap<>();
    for (int number = 0; number < 6; number++) {
      predictions.put(number, logProbabilities(random, labels.length));
    }
    Scorer<Channels> scorer =
        (number, fidelity) -> {
          Score.Predictions made = new Score.Predictions(predictions.get(number.value()), labels);
          return new Score(Evaluation.of(made), Optional.of(made));
        };
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy(scorer)
            .strategy(
                scripted(
                    List.of(
                        ImmutableList.of(
                            Proposal.of(new Channels(0)), Proposal.of(new Channels(1))),
                        ImmutableList.of(
                            new Proposal<>(new Channels(5), 0.5, OptionalLong.empty()),
                            Proposal.of(new Channels(0)),
                            Proposal.of(new Channels(2))))))
            .run();
    assertThat(result.trials().get(0).ensembleError())
        .hasValue(naiveError(predictions, labels, 0))
        .hasValue(result.trials().get(0).error());
    assertThat(result.trials().get(1).ensembleError())
        .hasValue(naiveError(predictions, labels, 0, 1));
    assertThat(result.trials().get(2).ensembleError()).isEmpty();
    assertThat(result.trials().get(3).ensembleError())
        .isEqualTo(result.trials().get(0).ensembleError());
    assertThat(result.trials().get(4).ensembleError())
        .hasValue(naiveError(predictions, labels, 0, 1, 2));
  }

  private static float[][] logProbabilities(SplittableRandom random, int examples) {
    float[][] rows = new float[examples][4];
    for (float[] row : rows) {
      double total = 0;
      for (int label = 0; label < 4; label++) {
        row[label] = (float) random.nextDouble(3);
        total += Math.exp(row[label]);
      }
      for (int label = 0; label < 4; label++) {
        row[label] -= (float) Math.log(total);
      }
    }
    return rows;
  }

  private static double naiveError(
      Map<Integer, float[][]> predictions, int[] labels, int... members) {
    int wrong = 0;
    for (int example = 0; example < labels.length; example++) {
      int chosen = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int label = 0; label < 4; label++) {
        double sum = 0;
        for (int member : members) {
          sum += predictions.get(member)[example][label];
        }
        if (sum > highest) {
          highest = sum;
          chosen = label;
        }
      }
      wrong += chosen == labels[example] ? 0 : 1;
    }
    return (double) wrong / labels.length;
  }

  @Test
  void anEnsembleOverOtherExamplesIsRefused() {
    List<Integer> sizes = new ArrayList<>(List.of(3, 2));
    Scorer<Channels> scorer =
        (number, fidelity) -> {
          int size = sizes.remove(0);
          Score.Predictions made = new Score.Predictions(new float[size][2], new int[size]);
          return new Score(Evaluation.of(made), Optional.of(made));
        };
    Search<Channels> search = Search.over(SPACE).scoredBy(scorer).strategy(scripted(1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(search::run)
        .withMessageContainingAll("2 examples", "3 before");
  }

  @Test
  void aMissingOrDoubledPartIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Search.over(SPACE).strategy(scripted(1)).run())
        .withMessageContaining("scoredBy()");
    assertThatIllegalStateException()
        .isThrownBy(() -> Search.over(SPACE).scoredBy(SearchTest::score).run())
        .withMessageContaining("strategy()");
    Search<Channels> complete =
        Search.over(SPACE).scoredBy(SearchTest::score).strategy(scripted(1));
    assertThatIllegalStateException()
        .isThrownBy(() -> complete.scoredBy(SearchTest::score))
        .withMessageContaining("already set");
    assertThatIllegalStateException()
        .isThrownBy(() -> complete.strategy(scripted(1)))
        .withMessageContaining("then()");
  }

  @Test
  void aProposalFromOutsideTheSpaceIsRefusedBeforeItIsScored() {
    Set<Channels> scored = new HashSet<>();
    Search<Channels> search =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> {
                  scored.add(number);
                  return score(number, fidelity);
                })
            .strategy(scripted(1, 5_000));
    assertThatIllegalArgumentException()
        .isThrownBy(search::run)
        .withMessageContainingAll("stage 0", "generation 0", "trial 1", "5000", "0 to 4999");
    assertThat(scored).isEmpty();
  }

  @Test
  void strategiesRefuseImpossibleSettings() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.random(0))
        .withMessageContainingAll("random", "0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.perturbBest(1, 0))
        .withMessageContainingAll("perturbBest", "0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.markovWalk(1, 1.5))
        .withMessageContainingAll("markovWalk", "1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proposal<>(new Channels(1), 0, OptionalLong.empty()))
        .withMessageContainingAll("fidelity", "0.0");
  }

  @Test
  void laterStrategiesStartFromARandomArchitectureIfNothingCameBefore() {
    ImmutableList<Trial<Channels>> trials = run(Strategies.perturbBest(3, 0.5), 3).trials();
    assertThat(trials).hasSize(3).allMatch(trial -> trial.proposal().parent().isEmpty());
    assertThat(run(Strategies.markovWalk(3, 0.5), 3).trials().get(0).proposal().parent()).isEmpty();
  }

  @Test
  void aSearchWithoutAFullTrialHasNoBest() {
    SearchResult<Channels> empty = new SearchResult<>(ImmutableList.of());
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(empty::best)
        .withMessageContaining("no trial at full fidelity");
    assertThat(empty.sorted()).isEmpty();
  }

  /** Who drives a composed strategy without a search sees the same proposals. */
  @Test
  void aComposedStrategyRunsByHandAsWell() {
    SearchStrategy<Channels> composed = scripted(1, 2).then(scripted(3)).then(scripted(4));
    ArchitectureSpace<Channels> space = SPACE;
    SearchStrategy.Run<Channels> run = composed.start(space, List.of());
    SplittableRandom random = new SplittableRandom(1);
    List<Integer> proposed = new ArrayList<>();
    for (ImmutableList<Proposal<Channels>> generation = run.propose(random);
        !generation.isEmpty();
        generation = run.propose(random)) {
      generation.forEach(proposal -> proposed.add(proposal.architecture().value()));
    }
    assertThat(proposed).containsExactly(1, 2, 3, 4);
  }
}
