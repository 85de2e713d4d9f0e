package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import org.immutables.value.Value;

/** How to look into a HyperNet. Immutable and safe for use by several threads. */
@Value.Immutable
@OptionsStyle
public abstract class DiagnosisOptions {
  DiagnosisOptions() {}

  /**
   * Starts from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Random architectures to look at, at least 2.
   *
   * @return by default 16
   */
  @Value.Default
  public int architectures() {
    return 16;
  }

  /**
   * How their losses are measured.
   *
   * @return by default {@link ScoringOptions}' defaults
   */
  @Value.Default
  public ScoringOptions scoring() {
    return ScoringOptions.builder().build();
  }

  /**
   * Where the architectures and the random weights come from.
   *
   * @return by default 0
   */
  @Value.Default
  public long seed() {
    return 0;
  }

  @Value.Check
  void check() {
    checkArgument(
        architectures() >= 2, "architectures is %s; it must be at least 2", architectures());
  }

  /** Sets the options. Not safe for use by several threads. */
  public static final class Builder extends ImmutableDiagnosisOptions.Builder {
    Builder() {}
  }
}
