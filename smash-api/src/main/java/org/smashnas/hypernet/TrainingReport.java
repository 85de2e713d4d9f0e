package org.smashnas.hypernet;

import java.util.Optional;

/**
 * One epoch of a training.
 *
 * @param epoch the epochs done before it
 * @param epochs the epochs of the whole training
 * @param loss the mean cross-entropy over its steps, in nats
 * @param error the fraction of training examples that were wrong when they were trained on
 * @param validation what was measured on the validation examples after it, if there are any
 */
public record TrainingReport(
    int epoch, int epochs, double loss, double error, Optional<Evaluation> validation) {}
