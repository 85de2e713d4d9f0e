package org.smashnas.search;

import java.util.SplittableRandom;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.search.CategoricalSpace.Choices;

/**
 * Kauffman's NK model (Kauffman and Weinberger 1989) as a scorer: the error is the mean of what
 * each choice contributes, a random number for each combination of itself and the next few choices.
 * A perturbation changes few contributions, so the landscape is smooth, with peaks that depend on
 * several choices. A part of the validation examples gives the error with a noise of the variance
 * that drawing without repetition has.
 */
final class NkLandscape implements Scorer<Choices> {
  /** The noise of one score at half of the examples. */
  private static final double NOISE = 0.016;

  private final int neighbours;
  private final int options;
  private final double[][] contributions;
  private final long seed;

  NkLandscape(CategoricalSpace space, int neighbours, long seed) {
    this.neighbours = neighbours;
    this.options = space.options();
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    int combinations = (int) Math.pow(space.options(), neighbours + 1.0);
    this.contributions = new double[space.choices()][];
    for (int choice = 0; choice < space.choices(); choice++) {
      contributions[choice] = random.doubles(combinations).toArray();
    }
  }

  double error(Choices architecture) {
    double total = 0;
    int choices = contributions.length;
    for (int choice = 0; choice < choices; choice++) {
      int combination = 0;
      for (int offset = 0; offset <= neighbours; offset++) {
        combination =
            combination * options + architecture.options().get((choice + offset) % choices);
      }
      total += contributions[choice][combination];
    }
    return total / choices;
  }

  @Override
  public Score score(Choices architecture, double fidelity) {
    SplittableRandom random =
        new SplittableRandom(seed ^ (architecture.hashCode() * 31L + Double.hashCode(fidelity)));
    double noise = NOISE * Math.sqrt((1 - fidelity) / fidelity) * random.nextGaussian();
    return Score.ofError(Math.min(1, Math.max(0, error(architecture) + noise)));
  }
}
