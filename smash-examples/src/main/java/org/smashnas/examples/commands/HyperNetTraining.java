package org.smashnas.examples.commands;

import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainingOptions;
import picocli.CommandLine.Option;

/** How the HyperNet is trained. */
final class HyperNetTraining extends LoopOptions {
  @Option(
      names = "--epochs",
      order = -3,
      paramLabel = "N",
      description = "Passes over the examples.")
  private int epochs = 100;

  @Option(
      names = "--learning-rate",
      order = -2,
      paramLabel = "X",
      description = "Adam's, at the start.")
  private double learningRate = Optimizer.Adam.standard().learningRate();

  @Override
  TrainingOptions.Builder start() {
    Optimizer.Adam usual = Optimizer.Adam.standard();
    return TrainingOptions.hyperNet()
        .epochs(epochs)
        .optimizer(new Optimizer.Adam(learningRate, usual.beta1(), usual.beta2(), usual.epsilon()));
  }
}
