package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * Where and when a training saves itself. A training that finds a checkpoint of its own goes on
 * from it and ends with the weights that it would have had uninterrupted: bit by bit, on the same
 * machine with the same number of threads. The folder holds {@code last.safetensors}, {@code
 * best.safetensors} (of the least validation error) and {@code epoch-0010.safetensors} (those
 * kept); each is written aside and renamed, so it is whole or not there, and each can be loaded
 * alone. Immutable and safe for use by several threads.
 */
@Value.Immutable
@OptionsStyle
public abstract class Checkpoints {
  Checkpoints() {}

  /**
   * Starts from the defaults.
   *
   * @param folder where to; it is made if it is not there
   * @return a builder
   */
  public static Builder in(Path folder) {
    return new Builder().folder(folder);
  }

  /**
   * Where to.
   *
   * @return the folder
   */
  public abstract Path folder();

  /**
   * Epochs from one checkpoint to the next, at least 1; the end of a training has one always.
   *
   * @return by default 1
   */
  @Value.Default
  public int everyEpochs() {
    return 1;
  }

  /**
   * Steps from one checkpoint to the next, at least 1, for long epochs.
   *
   * @return by default none within an epoch
   */
  public abstract OptionalInt everySteps();

  /**
   * Epochs from one checkpoint that is kept for good to the next, at least 1.
   *
   * @return by default none is kept
   */
  public abstract OptionalInt keepEvery();

  @Value.Check
  void check() {
    checkAtLeastOne("every epochs", everyEpochs());
    everySteps().ifPresent(steps -> checkAtLeastOne("every steps", steps));
    keepEvery().ifPresent(epochs -> checkAtLeastOne("keep every", epochs));
  }

  private static void checkAtLeastOne(String option, int value) {
    checkArgument(value >= 1, "checkpoints have %s %s; it must be at least 1", option, value);
  }

  /** Sets the options. Not safe for use by several threads. */
  public static final class Builder extends ImmutableCheckpoints.Builder {
    Builder() {}
  }
}
