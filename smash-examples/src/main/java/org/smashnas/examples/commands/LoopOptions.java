package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNullElse;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Checkpoints;
import org.smashnas.hypernet.Schedule;
import org.smashnas.hypernet.TrainingOptions;
import picocli.CommandLine.Option;

/** What the trainings of a HyperNet and of a derived network have in common. */
abstract class LoopOptions {
  private static final ImmutableList<Double> POINTS = ImmutableList.of(0.5, 0.75);
  private static final double DROP = 0.1;

  @Option(names = "--batch-size", paramLabel = "N", description = "Examples of a step.")
  private int batchSize = 50;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "cosine",
      description = "What becomes of the learning rate: cosine, steps or constant.")
  private ScheduleKind schedule = ScheduleKind.COSINE;

  @Option(
      names = "--schedule-points",
      paramLabel = "X,X,...",
      split = ",",
      hideParamSyntax = true,
      description = {
        "Where the rate falls under --schedule steps, in parts of the training.",
        "  Default: 0.5,0.75"
      })
  private @Nullable List<Double> schedulePoints;

  @Option(
      names = "--schedule-drop",
      paramLabel = "X",
      description = {"The factor of each fall under --schedule steps.", "  Default: 0.1"})
  private @Nullable Double scheduleDrop;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Of all weights but the HyperNet's own.")
  private double weightDecay = 1e-4;

  @Option(
      names = "--max-gradient-norm",
      paramLabel = "X",
      description = "Scale longer gradients down to this norm; without it, no limit.")
  private @Nullable Double maxGradientNorm;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      description = "Epochs from one validation to the next.")
  private int validateEvery = 1;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "End after N validations without a smaller error; without it, never early.")
  private @Nullable Integer patience;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Epochs from one checkpoint to the next.")
  private int checkpointEvery = 1;

  @Option(
      names = "--keep-every",
      paramLabel = "N",
      description = "Keep the checkpoint of every N-th epoch for good; without it, of none.")
  private @Nullable Integer keepEvery;

  /** Optimiser and epochs, which differ. */
  abstract TrainingOptions.Builder start();

  /** The options, with checkpoints in a folder and validation on some examples. */
  TrainingOptions.Builder options(Path checkpoints, long seed, Dataset validation) {
    TrainingOptions.Builder options = options(checkpoints, seed).validation(validation);
    if (patience != null) {
      options.patience(patience);
    }
    return options;
  }

  /** Checks all that can be checked before the examples are read. */
  void check() {
    checkArgument(
        patience == null || patience >= 1, "--patience is %s; it must be at least 1", patience);
    options(Path.of(""), 0).build();
  }

  private TrainingOptions.Builder options(Path checkpoints, long seed) {
    TrainingOptions.Builder options =
        start()
            .seed(seed)
            .batchSize(batchSize)
            .schedule(schedule())
            .weightDecay(weightDecay)
            .validateEvery(validateEvery)
            .checkpoints(checkpoints(checkpoints));
    if (maxGradientNorm != null) {
      options.maxGradientNorm(maxGradientNorm);
    }
    return options;
  }

  private Schedule schedule() {
    checkArgument(
        schedule == ScheduleKind.STEPS || (schedulePoints == null && scheduleDrop == null),
        "--schedule-points and --schedule-drop are for --schedule steps, not %s; leave them out",
        EnumWords.word(schedule));
    return switch (schedule) {
      case COSINE -> new Schedule.Cosine();
      case CONSTANT -> new Schedule.Constant();
      case STEPS ->
          new Schedule.Steps(
              ImmutableList.copyOf(requireNonNullElse(schedulePoints, POINTS)),
              requireNonNullElse(scheduleDrop, DROP));
    };
  }

  private Checkpoints checkpoints(Path folder) {
    Checkpoints.Builder checkpoints = Checkpoints.in(folder).everyEpochs(checkpointEvery);
    if (keepEvery != null) {
      checkpoints.keepEvery(keepEvery);
    }
    return checkpoints.build();
  }
}
