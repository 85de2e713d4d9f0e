package org.smashnas.search;

import com.google.common.collect.ImmutableList;
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
}
