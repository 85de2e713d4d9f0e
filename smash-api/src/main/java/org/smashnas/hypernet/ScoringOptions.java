package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import org.immutables.value.Value;

/** How a HyperNet scores architectures. Immutable and safe for use by several threads. */
@Value.Immutable
@OptionsStyle
public abstract class ScoringOptions {
  ScoringOptions() {}

  /** Which mean and variance the norms of a scored architecture use. */
  public enum NormMoments {
    /**
     * Means over training batches run through this very architecture: far better at ranking (arXiv
     * 2002.04289).
     */
    RE_ESTIMATED,
    /** The running means of the training over all architectures, as the paper's code has it. */
    SHARED_AVERAGES
  }

  /**
   * Starts from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Examples of a batch, at least 1.
   *
   * @return by default 100
   */
  @Value.Default
  public int batchSize() {
    return 100;
  }

  /**
   * Which moments the norms use.
   *
   * @return by default {@link NormMoments#RE_ESTIMATED}
   */
  @Value.Default
  public NormMoments normMoments() {
    return NormMoments.RE_ESTIMATED;
  }

  /**
   * Training batches that re-estimate the moments, at least 1; fewer if the training examples are
   * fewer.
   *
   * @return by default 4
   */
  @Value.Default
  public int momentBatches() {
    return 4;
  }

  /**
   * Whether a score's loss is the least over all temperatures, so that architectures whose logits
   * are merely too large or too small are not worse for it (Guo et al. 2017, arXiv 1706.04599).
   *
   * @return by default false
   */
  @Value.Default
  public boolean temperedLoss() {
    return false;
  }

  /**
   * Training batches that the gradients by the conditions are taken on, for strategies that follow
   * them; 0 for none.
   *
   * @return by default 0
   */
  @Value.Default
  public int gradientBatches() {
    return 0;
  }

  /**
   * Where the HyperNet's z and the choice of training batches come from.
   *
   * @return by default 0
   */
  @Value.Default
  public long seed() {
    return 0;
  }

  @Value.Check
  void check() {
    checkArgument(batchSize() >= 1, "batch size is %s; it must be at least 1", batchSize());
    checkArgument(
        momentBatches() >= 1, "moment batches is %s; it must be at least 1", momentBatches());
  }

  /** Sets the options. Not safe for use by several threads. */
  public static final class Builder extends ImmutableScoringOptions.Builder {
    Builder() {}
  }
}
