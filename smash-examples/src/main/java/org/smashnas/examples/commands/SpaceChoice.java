package org.smashnas.examples.commands;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which space, and what every space has. */
final class SpaceChoice {
  @Option(
      names = "--space",
      paramLabel = "NAME",
      defaultValue = "memory-bank",
      description = "The space: memory-bank (the paper's) or cells (those of NAS-Bench-201).")
  private NamedSpace space = NamedSpace.MEMORY_BANK;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = {
        "Nominal widening factor of memory banks; channels of the first cells.",
        "  Default: 4, in small 1; of cells 16"
      })
  private @Nullable Integer width;

  NamedSpace space() {
    return space;
  }

  /** Gives the width, if it was not given, a default. */
  void settle(int defaultWidth) {
    width = requireNonNullElse(width, defaultWidth);
  }

  int width() {
    return requireNonNull(width);
  }
}
