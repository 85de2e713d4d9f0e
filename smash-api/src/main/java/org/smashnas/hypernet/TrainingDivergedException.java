package org.smashnas.hypernet;

/** Training met a loss that is no finite number. What was saved before is unharmed. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * A training that diverged.
   *
   * @param epoch the epoch, from 0
   * @param step the step in the whole training, from 0
   * @param loss the loss met
   */
  public TrainingDivergedException(int epoch, long step, double loss) {
    super(
        String.format(
            "loss is %s at step %d (epoch %d); use a smaller learning rate, or look for examples"
                + " out of range",
            loss, step, epoch));
  }
}
