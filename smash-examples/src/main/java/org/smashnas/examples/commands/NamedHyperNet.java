package org.smashnas.examples.commands;

/** A kind of HyperNet by its name on the command line. */
enum NamedHyperNet {
  /** The default. */
  PERCEPTRON,
  /** The paper's, a convolutional DenseNet. */
  PAPER
}
