package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * What a HyperNet or a network runs on. A network that is derived has its HyperNet's. Immutable and
 * safe for use by several threads.
 */
@Value.Immutable
@OptionsStyle
public abstract class ExecutionOptions {
  ExecutionOptions() {}

  /**
   * Starts from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The defaults.
   *
   * @return options with nothing set
   */
  public static ExecutionOptions defaults() {
    return builder().build();
  }

  /**
   * Where to compute.
   *
   * @return by default {@link Devices#automatic()}
   */
  @Value.Default
  public Devices devices() {
    return Devices.automatic();
  }

  /**
   * What to compute in.
   *
   * @return by default {@link Precision#FLOAT32}
   */
  @Value.Default
  public Precision precision() {
    return Precision.FLOAT32;
  }

  /**
   * Threads that one operation uses on the processor, and operations that run at the same time, at
   * least 1. Results repeat bit by bit for one number of threads; another rounds differently. A
   * process has one number, which the first HyperNet or network made in it settles; asking for
   * another later is an {@link IllegalStateException}.
   *
   * @return by default what is settled, at first as many as there are processors
   */
  public abstract OptionalInt threads();

  /**
   * The part of each GPU's memory that may be taken, above 0 and at most 1. Memory is taken as it
   * is needed in any case. A process has one limit: the first HyperNet or network made in it
   * settles it.
   *
   * @return by default all of it
   */
  public abstract OptionalDouble gpuMemoryFraction();

  @Value.Check
  void check() {
    threads()
        .ifPresent(
            count -> checkArgument(count >= 1, "threads is %s; it must be at least 1", count));
    gpuMemoryFraction()
        .ifPresent(
            part ->
                checkArgument(
                    part > 0 && part <= 1,
                    "GPU memory fraction is %s; it must be above 0 and at most 1",
                    part));
  }

  /** Sets the options. Not safe for use by several threads. */
  public static final class Builder extends ImmutableExecutionOptions.Builder {
    Builder() {}
  }
}
