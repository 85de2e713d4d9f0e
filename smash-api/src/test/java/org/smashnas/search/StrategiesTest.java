package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.smashnas.search.CategoricalSpace.Choices;

class StrategiesTest extends SearchStrategyContract {
  @Override
  ImmutableList<Contender> contenders() {
    return ImmutableList.of(
        new Contender(
            "perturbBest",
            budget ->
                Strategies.<Choices>random(budget / 2)
                    .then(Strategies.perturbBest(budget / 2, 0.05))),
        new Contender("markovWalk", budget -> Strategies.markovWalk(budget, 0.05)),
        new Contender("evolution", Strategies::evolution),
        new Contender(
            "evolution in batches", budget -> Strategies.<Choices>evolution(budget).batch(10)),
        new Contender("annealing", Strategies::annealing),
        new Contender(
            "annealing in batches", budget -> Strategies.<Choices>annealing(budget).batch(4)),
        new Contender("localSearch", Strategies::localSearch),
        new Contender(
            "localSearch in batches", budget -> Strategies.<Choices>localSearch(budget).batch(10)),
        new Contender("nsga2", Strategies::nsga2),
        new Contender("halving", budget -> Strategies.halving(Strategies.random(budget * 27 / 4))),
        new Contender(
            "halving of evolution",
            budget ->
                Strategies.halving(
                    Strategies.<Choices>evolution(budget * 27 / 4).population(54).batch(54))));
  }

  @Test
  void impossibleSettingsAreRefused() {
    refuses(() -> Strategies.evolution(0), "evolution is to score 0");
    refuses(() -> Strategies.evolution(1).population(0), "evolution has population 0");
    refuses(() -> Strategies.evolution(1).sample(0), "evolution has sample 0");
    refuses(() -> Strategies.evolution(1).batch(-1), "evolution has batch -1");
    refuses(() -> Strategies.evolution(1).probability(0), "perturbation probability 0.0");
    refuses(() -> Strategies.annealing(0), "annealing is to score 0");
    refuses(() -> Strategies.annealing(1).temperature(0.1, 1), "temperatures 0.1 to 1.0");
    refuses(() -> Strategies.annealing(1).temperature(1, 0), "temperatures 1.0 to 0.0");
    refuses(() -> Strategies.annealing(1).temperature(Double.NaN, 1), "temperatures NaN");
    refuses(() -> Strategies.localSearch(1).patience(0), "localSearch has patience 0");
    refuses(() -> Strategies.nsga2(1).population(0), "nsga2 has population 0");
    refuses(() -> Strategies.halving(Strategies.random(9)).factor(1), "halving has factor 1");
    refuses(() -> Strategies.halving(Strategies.random(9)).rungs(1), "halving has rungs 1");
  }

  private static void refuses(ThrowingCallable setting, String naming) {
    assertThatIllegalArgumentException().isThrownBy(setting).withMessageContaining(naming);
  }

  @Test
  void settingsChangeNothingElse() {
    assertThat(Strategies.evolution(7).population(2).sample(3).probability(0.5).batch(4))
        .isEqualTo(new Evolution<>(7, 2, 3, 0.5, 4));
    assertThat(Strategies.annealing(7).probability(0.5).temperature(3, 2).batch(4))
        .isEqualTo(new Annealing<>(7, 0.5, 3, 2, 4));
    assertThat(Strategies.localSearch(7).probability(0.5).patience(3).batch(4))
        .isEqualTo(new LocalSearch<>(7, 0.5, 3, 4));
    assertThat(Strategies.nsga2(7).population(2).probability(0.5))
        .isEqualTo(new Nsga2<>(7, 2, 0.5));
    assertThat(Strategies.halving(Strategies.random(9)).factor(4).rungs(5))
        .isEqualTo(new Halving<>(Strategies.random(9), 4, 5));
  }

  /** 27, 9, 3 and 1, of which the best by their last scores go on. */
  @Test
  void aRaceHalvesByTheFactor() {
    CategoricalSpace space = new CategoricalSpace(1, 1_000_000);
    StrategyDriver<Choices> driver =
        new StrategyDriver<>(
            space,
            (number, proposal) ->
                StrategyDriver.scored(
                    number, proposal, proposal.architecture().options().get(0) / 1e6));
    List<Trial<Choices>> trials = driver.run(Strategies.halving(Strategies.random(27)), 1);
    List<Choices> best =
        trials.subList(0, 27).stream()
            .sorted(Comparator.comparingDouble(Trial::error))
            .map(Trial::architecture)
            .toList();
    assertThat(trials.stream().map(trial -> trial.proposal().fidelity()).distinct())
        .containsExactly(1 / 27.0, 1 / 9.0, 1 / 3.0, 1.0);
    assertThat(trials.stream().skip(27).map(Trial::architecture))
        .isEqualTo(
            Stream.of(best.subList(0, 9), best.subList(0, 3), best.subList(0, 1))
                .flatMap(List::stream)
                .toList());
  }
}
