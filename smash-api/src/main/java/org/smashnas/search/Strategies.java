package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

/** The strategies of the paper (its algorithm 1 and section 5). */
public final class Strategies {
  private Strategies() {}

  /**
   * Scores random architectures, in one generation.
   *
   * @param count how many, at least 1
   * @param <A> the type of an architecture
   * @return the strategy
   */
  public static <A> SearchStrategy<A> random(int count) {
    checkCount("random", count);
    return new RandomStrategy<>(count);
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
    checkCount("perturbBest", count);
    checkProbability("perturbBest", probability);
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
    checkCount("markovWalk", steps);
    checkProbability("markovWalk", probability);
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
    checkCount("guidedWalk", steps);
    checkProbability("guidedWalk", probability);
    checkArgument(
        candidates >= 2,
        "guidedWalk chooses among %s candidates; it must be at least 2",
        candidates);
    return new GuidedStrategy<>(steps, probability, candidates);
  }

  private static void checkCount(String strategy, int count) {
    checkArgument(
        count >= 1, "%s is to score %s architectures; it must be at least 1", strategy, count);
  }

  private static void checkProbability(String strategy, double probability) {
    checkArgument(
        probability > 0 && probability <= 1,
        "%s has perturbation probability %s; it must be above 0 and at most 1",
        strategy,
        probability);
  }
}
