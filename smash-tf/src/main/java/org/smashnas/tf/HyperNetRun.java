package org.smashnas.tf;

import com.google.common.collect.ImmutableList;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;

/**
 * What the HyperNet made of an input: the grid of generated values and, if they were kept, the
 * activations on the way, so that going back need not go forward again. It owns its tensors.
 */
final class HyperNetRun implements AutoCloseable {
  private final HyperNetInput input;
  private final Result result;
  private final ImmutableList<Operand<?>> activations;

  /** The first tensor of the result is the grid, the others are the activations that were kept. */
  HyperNetRun(HyperNetInput input, Result result, ImmutableList<Operand<?>> activations) {
    this.input = input;
    this.result = result;
    this.activations = activations;
  }

  HyperNetInput input() {
    return input;
  }

  Tensor grid() {
    return result.get(0);
  }

  /** Feeds the activations in place of the operations that made them. */
  void feedActivations(Session.Runner runner) {
    int place = 1;
    for (Operand<?> activation : activations) {
      runner.feed(activation, result.get(place++));
    }
  }

  @Override
  public void close() {
    result.close();
  }
}
