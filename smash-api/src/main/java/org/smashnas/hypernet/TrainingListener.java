package org.smashnas.hypernet;

/**
 * Is told of a training's progress, on the thread that trains, in order. A listener that throws
 * ends the training.
 */
public interface TrainingListener {

  /**
   * The training starts, or goes on from a checkpoint. Whoever keeps records drops those of later
   * steps: they come again.
   *
   * @param step the steps that were taken before
   * @param steps the steps of the whole training
   */
  default void onStart(long step, long steps) {}

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
