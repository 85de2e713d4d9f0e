package org.smashnas.funnel;

/**
 * The losses of a training's steps so far.
 *
 * @param steps how many steps were taken
 * @param sum of their losses, in nats
 */
public record TrainingLoss(long steps, double sum) {
  static final TrainingLoss NONE = new TrainingLoss(0, 0);

  /**
   * The mean over the steps.
   *
   * @return in nats; 0 of no steps
   */
  public double mean() {
    return steps == 0 ? 0 : sum / steps;
  }
}
