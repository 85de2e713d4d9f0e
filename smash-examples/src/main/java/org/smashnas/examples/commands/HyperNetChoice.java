package org.smashnas.examples.commands;

import picocli.CommandLine.Option;

/** Which kind of HyperNet. */
final class HyperNetChoice {
  @Option(
      names = "--hypernet",
      paramLabel = "NAME",
      defaultValue = "perceptron",
      description = "Its kind: perceptron or paper (the paper's convolutional DenseNet).")
  private NamedHyperNet hyperNet = NamedHyperNet.PERCEPTRON;

  NamedHyperNet hyperNet() {
    return hyperNet;
  }
}
