package org.smashnas.examples.commands;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.smashnas.examples.progress.Progress;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.study.Training;

/** Shows how far a study is, and ends it when it is told to stop. */
final class StudyProgress implements AutoCloseable {
  private final BooleanSupplier stop;
  private final Progress progress;
  private long done;

  /** What the journal has already is counted among the steps, but takes none. */
  StudyProgress(BooleanSupplier stop, long steps) {
    this.stop = stop;
    this.progress = Progress.start("studying architectures", steps);
  }

  <A> Scorer<A> watched(String name, Scorer<A> scorer) {
    return (architecture, fidelity) -> {
      checkStopped();
      Score score = scorer.score(architecture, fidelity);
      step(name);
      return score;
    };
  }

  <A> Training<A> watched(Training<A> training) {
    return (architecture, seed) -> {
      checkStopped();
      double accuracy = training.train(architecture, seed);
      step("trained");
      return accuracy;
    };
  }

  private void checkStopped() {
    if (stop.getAsBoolean()) {
      throw new CancellationException("study was stopped");
    }
  }

  private void step(String note) {
    done++;
    progress.update(done, note);
  }

  @Override
  public void close() {
    progress.close();
  }
}
