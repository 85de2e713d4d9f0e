package org.smashnas.examples.commands;

import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.PerceptronHyperNet;
import picocli.CommandLine.Option;

/** The architecture of a HyperNet that is a perceptron. */
final class PerceptronOptions {
  @Option(names = "--hypernet-units", paramLabel = "N", description = "Units of each hidden layer.")
  private int units = HyperNetArchitecture.perceptron().units();

  @Option(names = "--hypernet-layers", paramLabel = "N", description = "Hidden layers.")
  private int layers = HyperNetArchitecture.perceptron().layers();

  HyperNetArchitecture architecture() {
    return new PerceptronHyperNet(units, layers);
  }
}
