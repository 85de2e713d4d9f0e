package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.immutables.value.Value;
import org.smashnas.data.Augmentation;
import org.smashnas.data.Dataset;

/** How to train. Immutable and safe for use by several threads if its listeners are. */
@Value.Immutable
@OptionsStyle
public abstract class TrainingOptions {
  TrainingOptions() {}

  /**
   * Starts from the settings for a HyperNet: Adam at 1e-3, weight decay 1e-4 on the shared weights
   * (none on the HyperNet's), 100 epochs, batches of 50. They are the paper's, but for Adam's β and
   * ε, which {@link Optimizer.Adam#paper()} has.
   *
   * @return a builder
   */
  public static Builder hyperNet() {
    return new Builder().optimizer(Optimizer.Adam.standard()).epochs(100);
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
   * What becomes of the learning rate.
   *
   * @return by default half a cosine from the optimiser's rate to 0
   */
  @Value.Default
  public Schedule schedule() {
    return new Schedule.Cosine();
  }

  /**
   * The factors of the weights that are added to their gradients.
   *
   * @return by default 1e-4, none on the HyperNet's own
   */
  @Value.Default
  public WeightDecay weightDecay() {
    return WeightDecay.of(1e-4);
  }

  /**
   * The largest norm of the gradient by all weights together, above 0; a longer one is scaled down
   * to it.
   *
   * @return by default no limit
   */
  public abstract OptionalDouble maxGradientNorm();

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
   * Epochs from one validation to the next, at least 1; the last epoch always has one.
   *
   * @return by default 1
   */
  @Value.Default
  public int validateEvery() {
    return 1;
  }

  /**
   * Validations without a smaller error (or, at the same error, loss) after which the training
   * ends, at least 1.
   *
   * @return by default all epochs are done
   */
  public abstract OptionalInt patience();

  /**
   * Where and when the training saves itself.
   *
   * @return by default nowhere
   */
  public abstract Optional<Checkpoints> checkpoints();

  /**
   * Is asked before each step whether to stop; so does interrupting the thread. A training that is
   * cancelled saves its checkpoint, if it has any, and throws a {@link
   * java.util.concurrent.CancellationException}.
   *
   * @return by default never
   */
  @Value.Default
  public BooleanSupplier cancelWhen() {
    return () -> false;
  }

  /**
   * Who is told of progress, in order.
   *
   * @return by default nobody
   */
  public abstract ImmutableList<TrainingListener> listeners();

  @Value.Check
  void check() {
    checkArgument(epochs() >= 1, "epochs is %s; it must be at least 1", epochs());
    checkArgument(batchSize() >= 1, "batch size is %s; it must be at least 1", batchSize());
    checkArgument(
        validateEvery() >= 1, "validate every is %s; it must be at least 1", validateEvery());
    checkArgument(
        patience().orElse(1) >= 1, "patience is %s; it must be at least 1", patience().orElse(1));
    checkArgument(
        patience().isEmpty() || validation().isPresent(),
        "patience is %s, but there are no validation examples; give some",
        patience().orElse(1));
    checkArgument(
        maxGradientNorm().orElse(1) > 0,
        "max gradient norm is %s; it must be above 0",
        maxGradientNorm().orElse(1));
  }

  /** Sets the options. Not safe for use by several threads. */
  public static final class Builder extends ImmutableTrainingOptions.Builder {
    Builder() {}

    /**
     * Sets one weight decay for all but the HyperNet's own weights.
     *
     * @param factor at least 0
     * @return this builder
     */
    @CanIgnoreReturnValue
    public Builder weightDecay(double factor) {
      return weightDecay(WeightDecay.of(factor));
    }

    /**
     * Adds somebody to be told of progress.
     *
     * @param listener the listener
     * @return this builder
     */
    @CanIgnoreReturnValue
    public Builder listener(TrainingListener listener) {
      return addListeners(listener);
    }

    /**
     * Saves a checkpoint after each epoch, and goes on from one that is there.
     *
     * @param folder where to
     * @return this builder
     */
    @CanIgnoreReturnValue
    public Builder checkpointTo(Path folder) {
      return checkpoints(Checkpoints.in(folder).build());
    }
  }
}
