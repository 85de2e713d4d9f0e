package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.immutables.value.Value;
import org.smashnas.data.Augmentation;
import org.smashnas.data.Dataset;

/** How to train. Immutable and safe for use by several threads if its listener is. */
@Value.Immutable
@OptionsStyle
public abstract class TrainingOptions {
  TrainingOptions() {}

  /**
   * Starts from the paper's settings for a HyperNet: Adam at 1e-3, weight decay 1e-4 on the shared
   * weights (none on the HyperNet's), 100 epochs, batches of 50.
   *
   * @return a builder
   */
  public static Builder hyperNet() {
    return new Builder().optimizer(Optimizer.Adam.paper()).epochs(100);
  }

  /**
   * Starts from the paper's settings for a derived network: Nesterov momentum 0.9 at learning rate
   * 0.1, weight decay 1e-4, 300 epochs, batches of 50.
   *
   * @return a builder
   */
  public static Builder derived() {
    return new Builder().optimizer(Optimizer.Nesterov.paper()).epochs(300);
  }

  /**
   * How weights follow gradients.
   *
   * @return the optimiser
   */
  public abstract Optimizer optimizer();

  /**
   * Passes over the training examples, at least 1.
   *
   * @return the number of epochs
   */
  public abstract int epochs();

  /**
   * Examples of a step, at least 1.
   *
   * @return by default 50
   */
  @Value.Default
  public int batchSize() {
    return 50;
  }

  /**
   * The factor of the weights that is added to their gradients, at least 0.
   *
   * @return by default 1e-4
   */
  @Value.Default
  public double weightDecay() {
    return 1e-4;
  }

  /**
   * Where all random choices of the training come from.
   *
   * @return by default 0
   */
  @Value.Default
  public long seed() {
    return 0;
  }

  /**
   * Random changes of the training examples, in order.
   *
   * @return by default none
   */
  public abstract ImmutableList<Augmentation> augmentations();

  /**
   * Examples to measure on after each epoch; a HyperNet takes a new random architecture for each
   * batch.
   *
   * @return by default none
   */
  public abstract Optional<Dataset> validation();

  /**
   * Who is told of progress.
   *
   * @return by default nobody
   */
  @Value.Default
  public TrainingListener listener() {
    return new TrainingListener() {};
  }

  @Value.Check
  void check() {
    checkArgument(epochs() >= 1, "epochs is %s; it must be at least 1", epochs());
    checkArgument(batchSize() >= 1, "batch size is %s; it must be at least 1", batchSize());
    checkArgument(
        weightDecay() >= 0 && Double.isFinite(weightDecay()),
        "weight decay is %s; it must be at least 0",
        weightDecay());
  }

  /** Sets the options. Not safe for use by several threads. */
  public static final class Builder extends ImmutableTrainingOptions.Builder {
    Builder() {}
  }
}
