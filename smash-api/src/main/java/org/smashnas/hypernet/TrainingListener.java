package org.smashnas.hypernet;

/**
 * Is told of a training's progress, on the thread that trains, in order. A listener that throws
 * ends the training.
 */
public interface TrainingListener {

  /**
   * A step was taken.
   *
   * @param step what happened
   */
  default void onStep(TrainingStep step) {}

  /**
   * An epoch ended.
   *
   * @param epoch what was measured
   */
  default void onEpoch(TrainingReport epoch) {}
}
