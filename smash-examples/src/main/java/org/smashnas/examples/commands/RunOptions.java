package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.smashnas.data.Augmentation;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.examples.data.DataSource;
import org.smashnas.examples.data.NamedData;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBankSpace;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** All that a run is made of. */
final class RunOptions {
  @ArgGroup(exclusive = false, validate = false, order = 1, heading = "%nThe data:%n")
  private DataOptions data = new DataOptions();

  @ArgGroup(exclusive = false, validate = false, order = 2, heading = "%nThe training:%n")
  private HyperNetTraining training = new HyperNetTraining();

  @ArgGroup(exclusive = false, validate = false, order = 3, heading = "%nThe space:%n")
  private SpaceOptions space = new SpaceOptions();

  @ArgGroup(exclusive = false, validate = false, order = 4, heading = "%nThe HyperNet:%n")
  private HyperNetOptions hyperNet = new HyperNetOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Where all random choices come from.")
  private long seed;

  /** Gives the space's sizes that were not given what the setting says. */
  void settle() {
    space.settle();
  }

  /** Checks all that can be checked before the examples are read. */
  void check() {
    source();
    training.check();
    hyperNet();
  }

  long seed() {
    return seed;
  }

  private DataSource source() {
    return data.source(seed);
  }

  NamedData read() {
    return data.dataset().read(source());
  }

  ImmutableList<Augmentation> augmentations(Dataset examples) {
    return data.augmentations(examples.shape());
  }

  /** Makes the space small enough for the examples, as far as its options were not given. */
  boolean fit(Dataset examples, Predicate<String> isGiven) {
    return space.fit(examples, isGiven);
  }

  MemoryBankSpace space(Dataset examples) {
    return space.space(examples);
  }

  HyperNetArchitecture hyperNet() {
    return hyperNet.architecture();
  }

  TrainingOptions.Builder training(Path checkpoints, Split examples) {
    return training
        .options(checkpoints, seed, examples.validation())
        .augmentations(augmentations(examples.train()));
  }
}
