package org.smashnas.tf;

import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * What the HyperNet made of an input: the grid of generated values, and the activations on the way,
 * so that going back need not go forward again. It owns its tensors.
 */
final class HyperNetRun implements AutoCloseable {
  private final HyperNetInput input;
  private final Result result;

  /** The first tensor of the result is the grid, the others are the activations. */
  HyperNetRun(HyperNetInput input, Result result) {
    this.input = input;
    this.result = result;
  }

  HyperNetInput input() {
    return input;
  }

  Tensor grid() {
    return result.get(0);
  }

  /** Feeds the activations in place of the operations that made them. */
  void feed(Session.Runner runner, Iterable<Operand<TFloat32>> activations) {
    int place = 1;
    for (Operand<TFloat32> activation : activations) {
      runner.feed(activation, result.get(place++));
    }
  }

  @Override
  public void close() {
    result.close();
  }
}
