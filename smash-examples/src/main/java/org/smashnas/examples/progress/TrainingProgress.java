package org.smashnas.examples.progress;

import java.util.Locale;
import java.util.Optional;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.hypernet.TrainingStep;

/** Shows a training's steps, its loss and the last validation error. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {
  private final String task;
  private Optional<Progress> progress = Optional.empty();
  private String validation = "";

  /**
   * A display that starts with the training.
   *
   * @param task what is trained
   */
  public TrainingProgress(String task) {
    this.task = task;
  }

  @Override
  public void onStart(long step, long steps) {
    close();
    progress = Optional.of(Progress.start(task, step, steps));
  }

  @Override
  public void onStep(TrainingStep step) {
    String note = String.format(Locale.ROOT, "loss %.3f%s", step.loss(), validation);
    progress.ifPresent(shown -> shown.update(step.step() + 1, note));
  }

  @Override
  public void onEpoch(TrainingReport epoch) {
    epoch
        .validation()
        .ifPresent(
            measured ->
                validation =
                    String.format(
                        Locale.ROOT, ", validation error %.2f %%", 100 * measured.error()));
  }

  @Override
  public void close() {
    progress.ifPresent(Progress::close);
    progress = Optional.empty();
  }
}
