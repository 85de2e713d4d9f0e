package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Stopwatch;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.smashnas.file.JsonLines;

/**
 * Writes a training's figures as JSON lines: one each epoch, and one each so many steps. A training
 * that goes on from a checkpoint goes on with its log: lines of steps to be repeated are cut off.
 * Not safe for use by several threads; close it after the training.
 */
public final class MetricsLog implements TrainingLog {
  private final Path file;
  private final int everySteps;
  private final Stopwatch watch = Stopwatch.createUnstarted();
  private @Nullable JsonLines<Line> lines;
  private long stepsDone;
  private double learningRate;

  private MetricsLog(Path file, int everySteps) {
    checkArgument(
        everySteps >= 1, "metrics are logged every %s steps; it must be at least 1", everySteps);
    this.file = file;
    this.everySteps = everySteps;
  }

  /**
   * A log.
   *
   * @param file where to; folders on the way are made
   * @param everySteps steps from one line to the next, at least 1
   * @return the log, opened when the training starts, to be closed by the caller
   */
  public static MetricsLog to(Path file, int everySteps) {
    return new MetricsLog(file, everySteps);
  }

  /**
   * One line.
   *
   * @param step the steps done
   * @param epoch the epochs done, if the line is of an epoch's end
   * @param loss the mean cross-entropy of the step's batch or the epoch, in nats
   * @param error the fraction of the batch or the epoch that was wrong
   * @param learningRate of the last step
   * @param validation what was measured on the validation examples
   * @param seconds since the training started or last went on
   */
  public record Line(
      long step,
      OptionalInt epoch,
      double loss,
      double error,
      double learningRate,
      Optional<Evaluation> validation,
      double seconds) {}

  @Override
  public void onStart(long step, long steps) {
    close();
    lines = JsonLines.open(file, Line.class, line -> line.step() <= step);
    stepsDone = step;
    watch.reset().start();
  }

  @Override
  public void onStep(TrainingStep step) {
    stepsDone = step.step() + 1;
    learningRate = step.learningRate();
    if (stepsDone % everySteps == 0) {
      append(OptionalInt.empty(), step.loss(), step.error(), Optional.empty());
    }
  }

  @Override
  public void onEpoch(TrainingReport epoch) {
    append(OptionalInt.of(epoch.epoch() + 1), epoch.loss(), epoch.error(), epoch.validation());
  }

  private void append(
      OptionalInt epoch, double loss, double error, Optional<Evaluation> validation) {
    if (lines != null) {
      lines.append(
          new Line(
              stepsDone,
              epoch,
              loss,
              error,
              learningRate,
              validation,
              watch.elapsed().toMillis() / 1000.0));
    }
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
