package org.smashnas.examples.progress;

/** Shows how far a task is. Close it when the task ends. */
public interface Progress extends AutoCloseable {

  /**
   * Shows that so much is done.
   *
   * @param done steps done so far
   * @param note the latest figures, short
   */
  void update(long done, String note);

  @Override
  void close();

  /**
   * Starts showing a task: a bar if the launcher found standard error to be a terminal (it sets the
   * system property {@code smash.terminal}), otherwise lines.
   *
   * @param task what is done
   * @param steps how many steps it takes
   * @return the display
   */
  static Progress start(String task, long steps) {
    return Boolean.getBoolean("smash.terminal")
        ? new ProgressOnTerminal(task, steps)
        : new ProgressLines(task, steps, System.err);
  }
}
