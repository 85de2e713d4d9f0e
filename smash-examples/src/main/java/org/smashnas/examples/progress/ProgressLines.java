package org.smashnas.examples.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A line at each tenth of the task. */
final class ProgressLines implements Progress {
  private static final int LINES = 10;

  private final String task;
  private final long first;
  private final long steps;
  private final PrintStream target;
  private final Instant started = Instant.now();
  private long printed;

  ProgressLines(String task, long first, long steps, PrintStream target) {
    this.task = task;
    this.first = first;
    this.steps = steps;
    this.printed = first * LINES / steps;
    this.target = target;
  }

  @Override
  public void update(long done, String note) {
    long tenths = done * LINES / steps;
    if (tenths == printed) {
      return;
    }
    printed = tenths;
    double elapsed = Duration.between(started, Instant.now()).toMillis() / 1000.0;
    target.printf(
        Locale.ROOT,
        "%s: %d of %d, %s, %.0f s, %.0f s left%n",
        task,
        done,
        steps,
        note,
        elapsed,
        elapsed * (steps - done) / (done - first));
  }

  @Override
  public void close() {}
}
