package org.smashnas.hypernet;

import com.google.common.base.Ascii;

/**
 * What networks are computed in. Weights, their updates and the statistics of norms are float32
 * whatever is chosen, and so is all that is saved.
 */
public enum Precision {
  /** Everything in 32 bits. */
  FLOAT32,
  /**
   * Activations and their gradients in bfloat16, which has the range of float32 and 8 bits of
   * precision: for processors and GPUs that compute it natively.
   */
  MIXED_BFLOAT16,
  /**
   * Activations and their gradients in IEEE half, which has 11 bits of precision and a range from
   * 6·10⁻⁸ to 65,504: for GPUs. The gradients of a training are multiplied by a loss scale that
   * adapts itself: a step whose gradients overflow changes nothing but the scale.
   */
  MIXED_FLOAT16;

  /**
   * Reads a choice by the name of what the activations are in.
   *
   * @param text {@code float32}, {@code bfloat16} or {@code float16}
   * @return the choice
   * @throws IllegalArgumentException if it is another text
   */
  public static Precision parse(String text) {
    return switch (Ascii.toLowerCase(text.strip())) {
      case "float32" -> FLOAT32;
      case "bfloat16" -> MIXED_BFLOAT16;
      case "float16" -> MIXED_FLOAT16;
      default ->
          throw new IllegalArgumentException(
              "precision is '" + text + "'; it must be float32, bfloat16 or float16");
    };
  }
}
