package com.example.tabular;

import java.util.List;
import org.smashnas.network.Nonlinearity;

/**
 * An architecture: a multilayer perceptron.
 *
 * @param widths the width of each hidden layer
 * @param nonlinearity what follows each hidden layer
 * @param skip whether every layer after the first also reads the example itself
 */
public record Perceptron(List<Integer> widths, Nonlinearity nonlinearity, boolean skip) {
  public Perceptron {
    widths = List.copyOf(widths);
  }

  int depth() {
    return widths.size();
  }
}
