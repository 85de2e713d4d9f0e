package org.smashnas.examples.commands;

import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainingOptions;
import picocli.CommandLine.Option;

/** How a derived network is trained. */
final class DerivedTraining extends LoopOptions {
  @Option(
      names = "--epochs",
      order = -3,
      paramLabel = "N",
      description = "Passes over the examples.")
  private int epochs = 300;

  @Option(
      names = "--learning-rate",
      order = -2,
      paramLabel = "X",
      description = "Of Nesterov's momentum 0.9, at the start.")
  private double learningRate = Optimizer.Nesterov.paper().learningRate();

  @Override
  TrainingOptions.Builder start() {
    return TrainingOptions.derived()
        .epochs(epochs)
        .optimizer(new Optimizer.Nesterov(learningRate, Optimizer.Nesterov.paper().momentum()));
  }
}
