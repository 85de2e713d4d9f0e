package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Collection;

/**
 * The strategies: those of the paper (its algorithm 1 and section 5) and the field's standard ones.
 * The latter start with defaults, which their own methods change: {@code
 * Strategies.<MemoryBank>evolution(500).population(50)}.
 */
public final class Strategies {
  private static final double PROBABILITY = 0.05;

  private Strategies() {}

  /**
   * Scores random architectures, in one generation.
   *
   * @param count how many, at least 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> SearchStrategy<A> random(int count) {
    new Settings("random").checkTrials(count);
    return new RandomStrategy<>(count);
  }

  /**
   * Scores random architectures until so many different ones met the search's constraints, or a
   * hundred times as many were drawn. What an architecture alone shows to violate them costs no
   * score.
   *
   * @param count how many, at least 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> SearchStrategy<A> randomFeasible(int count) {
    new Settings("randomFeasible").checkTrials(count);
    return new FeasibleStrategy<>(count);
  }

  /**
   * Scores known architectures, in one generation: the user's own networks, with which a search may
   * start, as {@code Strategies.given(mine).then(Strategies.evolution(500))}.
   *
   * @param architectures at least one
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> SearchStrategy<A> given(Collection<? extends A> architectures) {
    checkArgument(!architectures.isEmpty(), "given has no architectures; give at least one");
    return new GivenStrategy<>(ImmutableList.copyOf(architectures));
  }

  /**
   * Scores perturbations of the best architecture of the stages before, in one generation; of a
   * random one if there are no trials yet.
   *
   * @param count how many, at least 1
   * @param probability of each element to change, above 0 and at most 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> SearchStrategy<A> perturbBest(int count, double probability) {
    Settings settings = new Settings("perturbBest");
    settings.checkTrials(count);
    settings.checkProbability(probability);
    return new PerturbBestStrategy<>(count, probability);
  }

  /**
   * Walks from the best architecture of the stages before: scores one perturbation of where it
   * stands, and moves there if the error is smaller.
   *
   * @param steps how many architectures to score, at least 1
   * @param probability of each element to change, above 0 and at most 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> SearchStrategy<A> markovWalk(int steps, double probability) {
    Settings settings = new Settings("markovWalk");
    settings.checkTrials(steps);
    settings.checkProbability(probability);
    return new MarkovWalkStrategy<>(steps, probability);
  }

  /**
   * Walks from the architecture of least loss of the stages before, guided by gradients: scores at
   * each step the one of several perturbations, none of them scored before, that removes what the
   * loss depends on least, to second order ({@link
   * org.smashnas.hypernet.ConditionGradients#expectedRemoval(org.smashnas.space.Encoding)}), and
   * moves there if the loss is smaller. The scorer must take gradients ({@link
   * org.smashnas.hypernet.ScoringOptions#gradientBatches()}).
   *
   * @param steps how many architectures to score, at least 1
   * @param probability of each element to change, above 0 and at most 1
   * @param candidates perturbations to choose from at each step, at least 2
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> SearchStrategy<A> guidedWalk(int steps, double probability, int candidates) {
    Settings settings = new Settings("guidedWalk");
    settings.checkTrials(steps);
    settings.checkProbability(probability);
    checkArgument(
        candidates >= 2,
        "guidedWalk chooses among %s candidates; it must be at least 2",
        candidates);
    return new GuidedStrategy<>(steps, probability, candidates);
  }

  /**
   * Regularised evolution with the paper's population of 100 and sample of 25, one child at a time,
   * and perturbation probability 0.05.
   *
   * @param trials how many architectures to score, those of the first population among them, at
   *     least 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> Evolution<A> evolution(int trials) {
    return new Evolution<>(trials, 100, 25, PROBABILITY, 1);
  }

  /**
   * Simulated annealing that cools from temperature 1 to 0.1, one step at a time, with perturbation
   * probability 0.05.
   *
   * @param trials how many architectures to score, at least 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> Annealing<A> annealing(int trials) {
    return new Annealing<>(trials, PROBABILITY, 1, 0.1, 1);
  }

  /**
   * Local search that starts again after 50 trials without a better one, one step at a time, with
   * perturbation probability 0.05.
   *
   * @param trials how many architectures to score, at least 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> LocalSearch<A> localSearch(int trials) {
    return new LocalSearch<>(trials, PROBABILITY, 50, 1);
  }

  /**
   * Successive halving of what another strategy proposes, with factor 3 and 4 rungs: {@code
   * halving(random(270))} scores 270 random architectures on 1/27 of the validation examples and
   * the last 10 on all.
   *
   * @param candidates who proposes the candidates, in generations of 27 and more if a race is to
   *     spare much
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> Halving<A> halving(SearchStrategy<A> candidates) {
    return new Halving<>(candidates, 3, 4);
  }

  /**
   * Multi-objective evolution by NSGA-II with a population of 100, as in its paper, and
   * perturbation probability 0.05.
   *
   * @param trials how many architectures to score, those of the first population among them, at
   *     least 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> Nsga2<A> nsga2(int trials) {
    return new Nsga2<>(trials, 100, PROBABILITY);
  }
}
