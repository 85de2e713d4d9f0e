package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.smashnas.data.Augmentation;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.examples.data.DataSource;
import org.smashnas.examples.data.NamedData;
import org.smashnas.examples.data.NamedDataset;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.space.ArchitectureSpace;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** All that a run is made of. */
final class RunOptions {
  @ArgGroup(exclusive = false, validate = false, order = 1, heading = "%nThe data:%n")
  private DataOptions data = new DataOptions();

  @ArgGroup(exclusive = false, validate = false, order = 2, heading = "%nThe training:%n")
  private HyperNetTraining training = new HyperNetTraining();

  @ArgGroup(exclusive = false, validate = false, order = 3, heading = "%nThe space:%n")
  private SpaceChoice choice = new SpaceChoice();

  @ArgGroup(exclusive = false, validate = false, order = 4, heading = "%nThe memory-bank space:%n")
  private MemoryBankOptions memoryBank = new MemoryBankOptions();

  @ArgGroup(exclusive = false, validate = false, order = 5, heading = "%nThe cell space:%n")
  private CellOptions cells = new CellOptions();

  @ArgGroup(exclusive = false, validate = false, order = 6, heading = "%nThe HyperNet:%n")
  private HyperNetChoice hyperNet = new HyperNetChoice();

  @ArgGroup(
      exclusive = false,
      validate = false,
      order = 7,
      heading = "%nThe perceptron HyperNet:%n")
  private PerceptronOptions perceptron = new PerceptronOptions();

  @ArgGroup(exclusive = false, validate = false, order = 8, heading = "%nThe paper's HyperNet:%n")
  private PaperHyperNetOptions paper = new PaperHyperNetOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Where all random choices come from.")
  private long seed;

  /** Gives the space's sizes that were not given what the setting says. */
  void settle() {
    memoryBank.settle();
    choice.settle(
        switch (choice.space()) {
          case MEMORY_BANK -> memoryBank.defaultWidth();
          case CELLS -> CellOptions.WIDTH;
        });
  }

  /** Refuses options that were given and are those of a space or HyperNet that was not chosen. */
  void checkChoices(Predicate<String> isGiven) {
    checkChoice(isGiven, "space", choice.space(), unchosenSpace());
    checkChoice(isGiven, "hypernet", hyperNet.hyperNet(), unchosenHyperNet());
  }

  private static void checkChoice(
      Predicate<String> isGiven, String what, Enum<?> chosen, Object unchosen) {
    for (String name : SavedOptions.names(unchosen)) {
      checkArgument(
          !isGiven.test("--" + name),
          "--%s is no option of --%s %s; leave one of them out",
          name,
          what,
          EnumWords.word(chosen));
    }
  }

  /** The options as texts by their names, without those of what was not chosen. */
  ImmutableSortedMap<String, String> saved() {
    Set<String> unchosen =
        Sets.union(SavedOptions.names(unchosenSpace()), SavedOptions.names(unchosenHyperNet()));
    return ImmutableSortedMap.copyOfSorted(
        Maps.filterKeys(SavedOptions.of(this), name -> !unchosen.contains(name)));
  }

  private Object unchosenSpace() {
    return choice.space() == NamedSpace.CELLS ? memoryBank : cells;
  }

  private Object unchosenHyperNet() {
    return hyperNet.hyperNet() == NamedHyperNet.PERCEPTRON ? paper : perceptron;
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

  NamedSpace space() {
    return choice.space();
  }

  NamedDataset dataset() {
    return data.dataset();
  }

  /** Whether runs of other seeds train and validate on other examples. */
  boolean splitsBySeed() {
    return dataset() == NamedDataset.DIGITS;
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

  /**
   * Makes the space small enough for the examples, as far as its options were not given.
   *
   * @return what was taken, if it is less
   */
  Optional<String> fit(Dataset examples, Predicate<String> isGiven) {
    return choice.space() == NamedSpace.MEMORY_BANK
        ? memoryBank.fit(examples, isGiven)
        : Optional.empty();
  }

  ArchitectureSpace<?> space(Dataset examples) {
    return switch (choice.space()) {
      case MEMORY_BANK -> memoryBank.space(examples, choice.width());
      case CELLS -> cells.space(examples, choice.width());
    };
  }

  HyperNetArchitecture hyperNet() {
    return switch (hyperNet.hyperNet()) {
      case PERCEPTRON -> perceptron.architecture();
      case PAPER -> paper.architecture();
    };
  }

  TrainingOptions.Builder training(Path checkpoints, Split examples) {
    return training
        .options(checkpoints, seed, examples.validation())
        .augmentations(augmentations(examples.train()));
  }
}
