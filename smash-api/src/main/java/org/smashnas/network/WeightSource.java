package org.smashnas.network;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Where the values of a weight come from. The three sources are what makes one description serve
 * both the one-shot network, whose weights are generated and shared, and the derived network, whose
 * weights are its own.
 */
public sealed interface WeightSource {

  /** A weight that its network alone trains. */
  record Own() implements WeightSource {}

  /**
   * A part of a named tensor that all architectures of a space train together: the leading inputs
   * and outputs and the centre crop of the kernel (the paper's section 3.2).
   *
   * @param tensor the tensor's name, not empty
   * @param full the tensor's whole shape
   */
  record Shared(String tensor, WeightShape full) implements WeightSource {
    public Shared {
      checkArgument(!tensor.isEmpty(), "shared tensor has an empty name; give it one");
    }
  }

  /**
   * A weight that the HyperNet writes (section 3.1 of the paper).
   *
   * @param condition what the HyperNet is told about it
   */
  record Generated(Condition condition) implements WeightSource {}

  /**
   * The source of a derived network's weights.
   *
   * @return a source without sharing
   */
  static WeightSource own() {
    return new Own();
  }
}
