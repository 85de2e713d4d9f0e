package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** All that a study is made of, but for its HyperNets. */
final class StudyOptions {
  /** A ranking of fewer architectures says nothing. */
  static final int FEWEST = 10;

  private static final int FEWEST_RESAMPLES = 100;
  private static final int EPOCHS = 30;
  private static final ImmutableList<Long> TRAININGS = ImmutableList.of(0L, 1L);

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      converter = TruthPath.class,
      description =
          "Table of what architectures reached, as CSV, perhaps packed (.gz); or trained, to train"
              + " them here. Needed.")
  private @Nullable String truth;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      split = ",",
      hideParamSyntax = true,
      description = {
        "Column of the table to rank by, larger is better; several with commas are seeds of one"
            + " truth.",
        "  Default: the dataset's name and Test, as cifar10Test"
      })
  private @Nullable List<String> columns;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      converter = AbsolutePath.class,
      description = {"Folder of the dataset's files.", "  Default: where the training found them"})
  private @Nullable Path data;

  @Option(
      names = "--architectures",
      paramLabel = "N",
      description = {
        "Architectures to draw from the table, or for trained from the space.",
        "  Default: all of the table"
      })
  private @Nullable Integer architectures;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = {
        "Validation examples that a HyperNet scores an architecture on.",
        "  Default: all"
      })
  private @Nullable Integer examples;

  @Option(names = "--seed", paramLabel = "N", description = "Where all random choices come from.")
  private long seed;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "Resamples that the intervals are made of.")
  private int resamples = 1_000;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = {"Epochs of each training under --truth trained.", "  Default: 30"})
  private @Nullable Integer epochs;

  @Option(
      names = "--trainings",
      paramLabel = "SEED,SEED,...",
      split = ",",
      hideParamSyntax = true,
      description = {
        "Seeds that each architecture is trained with under --truth trained.",
        "  Default: 0,1"
      })
  private @Nullable List<Long> trainings;

  /** Checks all that can be checked before a file is read. */
  void check() {
    checkArgument(truth != null, "--truth is missing; name a table, or trained");
    checkArgument(
        !isTrained() || columns == null,
        "--column is for a table, not for --truth trained; leave one of them out");
    checkArgument(
        isTrained() || (epochs == null && trainings == null),
        "--epochs and --trainings are for --truth trained, not for a table; leave them out");
    checkArgument(
        !isTrained() || architectures != null,
        "--truth trained needs --architectures, how many to draw and train");
    checkAtLeast("architectures", architectures, FEWEST);
    checkAtLeast("examples", examples, 1);
    checkAtLeast("resamples", resamples, FEWEST_RESAMPLES);
    checkAtLeast("epochs", epochs, 1);
    checkArgument(
        !trainings().isEmpty() && trainings().stream().distinct().count() == trainings().size(),
        "--trainings is %s; give at least one seed, and each once",
        trainings());
  }

  private static void checkAtLeast(String name, @Nullable Integer value, int least) {
    checkArgument(
        value == null || value >= least, "--%s is %s; it must be at least %s", name, value, least);
  }

  /** Whether the truth is of own trainings, not of a table. */
  boolean isTrained() {
    return TruthPath.TRAINED.equals(truth);
  }

  Path table() {
    return Path.of(requireNonNull(truth));
  }

  /** The columns to rank by, in a table for some dataset. */
  String[] columns(String dataset) {
    return requireNonNullElse(columns, List.of(dataset + "Test")).toArray(String[]::new);
  }

  Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  OptionalInt architectures() {
    return architectures == null ? OptionalInt.empty() : OptionalInt.of(architectures);
  }

  OptionalInt examples() {
    return examples == null ? OptionalInt.empty() : OptionalInt.of(examples);
  }

  long seed() {
    return seed;
  }

  int resamples() {
    return resamples;
  }

  int epochs() {
    return requireNonNullElse(epochs, EPOCHS);
  }

  ImmutableList<Long> trainings() {
    return ImmutableList.copyOf(requireNonNullElse(trainings, TRAININGS));
  }
}
