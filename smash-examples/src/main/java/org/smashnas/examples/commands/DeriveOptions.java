package org.smashnas.examples.commands;

import java.nio.file.Path;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.TrainingOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a derived network is trained. */
final class DeriveOptions {
  @Option(names = "--seed", paramLabel = "N", description = "Where all random choices come from.")
  private long seed;

  @Option(
      names = "--from-generated",
      description =
          "Start from what was scored: the weights that the HyperNet writes and shares, not random"
              + " ones.")
  private boolean fromGenerated;

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe training:%n")
  private DerivedTraining training = new DerivedTraining();

  long seed() {
    return seed;
  }

  boolean fromGenerated() {
    return fromGenerated;
  }

  void check() {
    training.check();
  }

  TrainingOptions.Builder training(Path checkpoints, Dataset validation) {
    return training.options(checkpoints, seed, validation);
  }
}
