package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkState;

import java.util.Optional;
import org.smashnas.data.Batch;
import org.smashnas.data.Batches;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.TrainingDivergedException;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.random.RandomStreams;

/** Epochs, batches and the learning rate: what all trainings have in common. */
final class TrainingLoop {
  private final Dataset training;
  private final TrainingOptions options;
  private final RandomStreams streams;
  private final int batchesOfEpoch;

  TrainingLoop(Dataset training, TrainingOptions options) {
    this.training = training;
    this.options = options;
    this.streams = new RandomStreams(options.seed());
    this.batchesOfEpoch = Batches.inOrder(training, options.batchSize()).count();
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
    return (long) options.epochs() * batchesOfEpoch;
  }

  TrainingReport run(Step step, Validation validation) {
    Optional<TrainingReport> last = Optional.empty();
    for (int epoch = 0; epoch < options.epochs(); epoch++) {
      TrainingReport report = epoch(epoch, step, validation);
      options.listener().onEpoch(report);
      last = Optional.of(report);
    }
    checkState(last.isPresent(), "training has no epochs");
    return last.get();
  }

  private TrainingReport epoch(int epoch, Step step, Validation validation) {
    Batches batches =
        Batches.shuffled(training, options.batchSize(), streams.stream("batches", epoch));
    double loss = 0;
    double wrong = 0;
    for (int number = 0; number < batches.count(); number++) {
      long index = (long) epoch * batches.count() + number;
      Batch batch =
          batches.readAugmented(
              number, options.augmentations(), streams.stream("augmentation", index));
      Step.Outcome outcome = step.run(index, batch, learningRate(index));
      if (!Double.isFinite(outcome.loss())) {
        throw new TrainingDivergedException(epoch, index, outcome.loss());
      }
      options
          .listener()
          .onStep(
              new TrainingStep(
                  index, steps(), outcome.loss(), outcome.error(), learningRate(index)));
      loss += outcome.loss() * batch.size();
      wrong += outcome.error() * batch.size();
    }
    Optional<Evaluation> measured =
        options.validation().map(examples -> validation.run(epoch, examples));
    return new TrainingReport(
        epoch, options.epochs(), loss / training.size(), wrong / training.size(), measured);
  }

  /** Half a cosine from the full rate to 0. */
  private double learningRate(long step) {
    return options.optimizer().learningRate() * 0.5 * (1 + Math.cos(Math.PI * step / steps()));
  }
}
