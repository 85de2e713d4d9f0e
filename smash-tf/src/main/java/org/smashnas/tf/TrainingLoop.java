package org.smashnas.tf;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.smashnas.data.Batch;
import org.smashnas.data.Batches;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.TrainingDivergedException;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.random.RandomStreams;

/**
 * Epochs, batches, the learning rate, checkpoints: what all trainings have in common. All random
 * choices of a step depend on the seed and the step's number, so a state and the weights are all
 * that a resumed training needs.
 */
final class TrainingLoop {
  private final Dataset training;
  private final TrainingOptions options;
  private final Backend backend;
  private final RandomStreams streams;
  private final int stepsOfEpoch;
  private final Optional<CheckpointFolder> checkpoints;

  TrainingLoop(Dataset training, TrainingOptions options, Backend backend, Snapshots snapshots) {
    this.training = training;
    this.options = options;
    this.backend = backend;
    this.streams = new RandomStreams(options.seed());
    this.stepsOfEpoch = Batches.inOrder(training, options.batchSize()).count();
    this.checkpoints =
        options.checkpoints().map(where -> new CheckpointFolder(where, snapshots, stepsOfEpoch));
  }

  /** Takes one step. */
  interface Step {
    /** What a step found: the mean loss of its batch, and the fraction that was wrong. */
    record Outcome(double loss, double error) {}

    Outcome run(long step, Batch batch, double learningRate);
  }

  /** Measures on the validation examples after an epoch. */
  interface Validation {
    Evaluation run(int epoch, Dataset validation);
  }

  long steps() {
    return (long) options.epochs() * stepsOfEpoch;
  }

  /** The examples of a step's batch. */
  int examples(long step) {
    long before = step % stepsOfEpoch * options.batchSize();
    return (int) Math.min(options.batchSize(), training.size() - before);
  }

  /** Where to start: at the beginning, or where a checkpoint left off, which is restored. */
  TrainingState start() {
    ImmutableSortedMap<String, String> plan = plan();
    return checkpoints
        .flatMap(folder -> folder.resume(plan))
        .orElseGet(() -> TrainingState.start(plan));
  }

  /** Trains from a state to the end. */
  TrainingReport run(TrainingState start, Step step, Validation validation) {
    options.listeners().forEach(listener -> listener.onStart(start.step(), steps()));
    TrainingState state = start;
    try (Ahead<Batch> batches = batchesFrom(start.step())) {
      while (!isFinished(state)) {
        checkCancelled(state);
        state = step(state, batches.take(state.step()), step);
        if (state.step() % stepsOfEpoch == 0) {
          state = endEpoch(state, validation);
        } else {
          checkpoint(state);
        }
      }
    }
    TrainingState end = state;
    checkpoints.ifPresent(folder -> folder.saveLast(end));
    return end.report().orElseThrow();
  }

  private boolean isFinished(TrainingState state) {
    return state.step() >= steps()
        || (options.patience().isPresent()
            && state.validationsSinceBest() >= options.patience().getAsInt());
  }

  private Ahead<Batch> batchesFrom(long first) {
    EpochBatches epochs = new EpochBatches();
    return new Ahead<>("smash-batches", first, steps(), epochs::read, unused -> {});
  }

  /** Reads batches by step; the order of an epoch is drawn once. */
  private final class EpochBatches {
    private long epoch = -1;
    private Batches batches = Batches.inOrder(training, options.batchSize());

    Batch read(long step) {
      if (step / stepsOfEpoch != epoch) {
        epoch = step / stepsOfEpoch;
        batches = Batches.shuffled(training, options.batchSize(), streams.stream("batches", epoch));
      }
      return batches.readAugmented(
          (int) (step % stepsOfEpoch),
          options.augmentations(),
          streams.stream("augmentation", step));
    }
  }

  private TrainingState step(TrainingState state, Batch batch, Step step) {
    long number = state.step();
    double rate = learningRate(number);
    Step.Outcome outcome = step.run(number, batch, rate);
    if (!Double.isFinite(outcome.loss())) {
      throw new TrainingDivergedException((int) (number / stepsOfEpoch), number, outcome.loss());
    }
    TrainingStep taken = new TrainingStep(number, steps(), outcome.loss(), outcome.error(), rate);
    options.listeners().forEach(listener -> listener.onStep(taken));
    return state.afterStep(outcome.loss(), outcome.error(), batch.size());
  }

  private double learningRate(long step) {
    return options.optimizer().learningRate() * options.schedule().factor((double) step / steps());
  }

  private TrainingState endEpoch(TrainingState state, Validation validation) {
    int epoch = (int) (state.step() / stepsOfEpoch) - 1;
    boolean measured = (epoch + 1) % options.validateEvery() == 0 || epoch + 1 == options.epochs();
    TrainingReport report =
        new TrainingReport(
            epoch,
            options.epochs(),
            state.loss() / training.size(),
            state.wrong() / training.size(),
            options
                .validation()
                .filter(examples -> measured)
                .map(examples -> validation.run(epoch, examples)));
    TrainingState ended = state.afterEpoch(report);
    options.listeners().forEach(listener -> listener.onEpoch(report));
    checkpoints.ifPresent(folder -> folder.afterEpoch(ended));
    return ended;
  }

  private void checkpoint(TrainingState state) {
    checkpoints.ifPresent(folder -> folder.afterStep(state));
  }

  private void checkCancelled(TrainingState state) {
    if (!Thread.currentThread().isInterrupted() && !options.cancelWhen().getAsBoolean()) {
      return;
    }
    checkpoints.ifPresent(folder -> folder.saveLast(state));
    throw new CancellationException(
        "training was cancelled after "
            + state.step()
            + " of "
            + steps()
            + " steps"
            + checkpoints.map(folder -> "; it goes on from " + folder).orElse(""));
  }

  /** What the result depends on, as far as it can be told apart by its text. */
  private ImmutableSortedMap<String, String> plan() {
    return ImmutableSortedMap.<String, String>naturalOrder()
        .put("optimizer", options.optimizer().toString())
        .put("schedule", options.schedule().toString())
        .put("epochs", Integer.toString(options.epochs()))
        .put("batchSize", Integer.toString(options.batchSize()))
        .put("weightDecay", options.weightDecay().toString())
        .put("maxGradientNorm", options.maxGradientNorm().toString())
        .put("seed", Long.toString(options.seed()))
        .put("validateEvery", Integer.toString(options.validateEvery()))
        .put("patience", options.patience().toString())
        .put("augmentations", augmentations())
        .put("devices", backend.placement().kinds())
        .put("precision", backend.precision().toString())
        .put("training examples", text(training))
        .put("validation examples", options.validation().map(TrainingLoop::text).orElse("none"))
        .buildOrThrow();
  }

  /**
   * Those of the library are records, which say what they do; of others only the number is told.
   */
  private String augmentations() {
    return options.augmentations().stream()
        .map(augmentation -> augmentation instanceof Record ? augmentation.toString() : "custom")
        .collect(Collectors.joining(", "));
  }

  private static String text(Dataset examples) {
    return examples.size() + " of " + examples.shape() + " in " + examples.classes() + " classes";
  }
}
