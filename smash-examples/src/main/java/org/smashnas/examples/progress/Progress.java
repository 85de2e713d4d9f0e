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
   * Starts showing a task from its beginning.
   *
   * @param task what is done
   * @param steps how many steps it takes
   * @return the display
   */
  static Progress start(String task, long steps) {
    return start(task, 0, steps);
  }

  /**
   * Starts showing a task: a bar if the launcher found standard error to be a terminal (it sets the
   * system property {@code smash.terminal}), otherwise lines.
   *
   * @param task what is done
   * @param done steps done earlier, which tell nothing of the time left
   * @param steps how many steps it takes
   * @return the display
   */
  static Progress start(String task, long done, long steps) {
    return Boolean.getBoolean("smash.terminal")
        ? new ProgressOnTerminal(task, done, steps)
        : new ProgressLines(task, done, steps, System.err);
  }
}
