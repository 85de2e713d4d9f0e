package org.smashnas.hypernet;

/**
 * One step of a training.
 *
 * @param step the steps taken before it
 * @param steps the steps of the whole training
 * @param loss the batch's mean cross-entropy in nats
 * @param error the fraction of the batch that was wrong
 * @param learningRate the learning rate of this step
 */
public record TrainingStep(long step, long steps, double loss, double error, double learningRate) {}
