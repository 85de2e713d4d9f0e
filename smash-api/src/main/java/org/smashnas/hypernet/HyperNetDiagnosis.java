package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import org.smashnas.data.Split;

/**
 * What a HyperNet has learned to tell apart. A HyperNet that writes nearly the same weights
 * whatever it is told has become a constant: its scores are those of plain weight sharing.
 *
 * @param architectures how many architectures were looked at
 * @param blockLikeness the mean cosine between the blocks of outputs (one a position of the grid)
 *     of a generated weight; near 0 for independent ones, 1 if one block is written again and again
 * @param effectiveRank the mean effective rank (Roy and Vetterli 2007: the exponential of the
 *     entropy of the singular values' shares) of a generated weight over its smaller side, from 0
 *     to 1; 0.80 for a large square one of independent Gaussian values
 * @param conditionLikeness the mean cosine between a generated weight and those of other
 *     architectures that have its shape and lie in the same part of the network ("block1",
 *     "stage0": what their names begin with)
 * @param noiseLikeness the mean cosine between the weights written from two draws of z; 1 for a
 *     HyperNet that reads none
 * @param generatedShare the part of the networks' weights that is generated, from 0 to 1
 * @param gain the mean factor by which a generated weight changes the size of independent inputs:
 *     its L2 norm over the root of its outputs
 * @param losses what becomes of the validation loss as generated weights are exchanged
 */
public record HyperNetDiagnosis(
    int architectures,
    double blockLikeness,
    double effectiveRank,
    double conditionLikeness,
    double noiseLikeness,
    double generatedShare,
    double gain,
    Losses losses) {

  /** Below this cost of foreign weights a HyperNet counts as a constant. */
  private static final double LEAST_COST = 0.1;

  /**
   * Mean validation losses in nats, all with moments that are re-estimated.
   *
   * @param own with the weights generated for the architecture
   * @param foreign with another architecture's weights of the same shape and part of the network
   * @param samePlace with another architecture's weight of the same shape and name, so that only
   *     the rest of the architecture differs
   * @param mean with the mean over all architectures of what has that shape and part
   * @param random with random ones of the same norm
   */
  public record Losses(double own, double foreign, double samePlace, double mean, double random) {}

  /**
   * Looks into a HyperNet.
   *
   * @param hyperNet the HyperNet
   * @param data validation examples give the losses; training examples re-estimate the moments
   * @param options how many architectures, and how to score them
   * @param <A> the type of an architecture
   * @return what was found; equal for equal arguments
   */
  public static <A> HyperNetDiagnosis of(
      HyperNet<A> hyperNet, Split data, DiagnosisOptions options) {
    return new DiagnosisRun<>(hyperNet, data, options).run();
  }

  /**
   * How much it costs to write the weights of another architecture: the rise of the loss over the
   * rise with random weights.
   *
   * @return about 0 for a constant; 1 if foreign weights are as bad as random ones
   */
  public double conditionCost() {
    return cost(losses.foreign());
  }

  /**
   * How much of that is left where only the rest of the architecture differs: the rise of the loss
   * with another architecture's weights of the same place, over the rise with random weights.
   *
   * @return about 0 for a HyperNet that tells places apart, but not what surrounds them
   */
  public double contextCost() {
    return cost(losses.samePlace());
  }

  private double cost(double loss) {
    double gap = losses.random() - losses.own();
    return gap <= 0 ? 0 : (loss - losses.own()) / gap;
  }

  /**
   * Whether the HyperNet has become a constant.
   *
   * @return true if the weights of another architecture cost less than a tenth of what random ones
   *     do
   */
  public boolean isConstant() {
    return conditionCost() < LEAST_COST;
  }

  /**
   * The finding in one line, for people.
   *
   * @return the line
   */
  public String verdict() {
    String cost =
        String.format(
            java.util.Locale.ROOT,
            "weights of another architecture cost %.0f %% of what random ones do",
            100 * conditionCost());
    return isConstant()
        ? "the HyperNet has become a constant: " + cost + "; do not rely on its scores"
        : "the HyperNet tells architectures apart: " + cost;
  }

  public HyperNetDiagnosis {
    checkArgument(
        architectures >= 2, "diagnosis of %s architectures; it needs at least 2", architectures);
  }
}
