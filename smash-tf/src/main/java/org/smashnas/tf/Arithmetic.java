package org.smashnas.tf;

import org.smashnas.hypernet.Precision;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/**
 * How the layers of a network are computed. Weights, the gradients by them, the moments of norms,
 * the loss and what is fed and fetched are float32 in any case.
 *
 * @param kernels which operations convolve
 * @param type what activations and their gradients are held in
 */
record Arithmetic<T extends TNumber>(ConvolutionKernels kernels, Class<T> type) {
  private static final int VECTOR = 16;

  static Arithmetic<TFloat32> float32(ConvolutionKernels kernels) {
    return new Arithmetic<>(kernels, TFloat32.class);
  }

  /** What is summed and divided in where the type itself is too narrow. */
  Class<? extends TNumber> wideType() {
    return type == TFloat64.class ? TFloat64.class : TFloat32.class;
  }

  /**
   * What a norm of so many channels is computed in: in bfloat16 oneDNN has slow code, up to ten
   * times, where they are not whole vectors.
   */
  Class<? extends TNumber> normType(int channels) {
    boolean isSlow =
        type == TBfloat16.class
            && kernels.target() != ConvolutionKernels.Target.GPU
            && channels % VECTOR > 0;
    return isSlow ? TFloat32.class : type;
  }

  /**
   * Whether a norm by given moments is faster as a product and a sum: where oneDNN sees no caches,
   * its own takes up to thirty times as long.
   */
  boolean hasSlowGivenNorms() {
    return kernels.isCacheless();
  }

  static Arithmetic<?> of(ConvolutionKernels kernels, Precision precision) {
    return switch (precision) {
      case FLOAT32 -> float32(kernels);
      case MIXED_BFLOAT16 -> new Arithmetic<>(kernels, TBfloat16.class);
      case MIXED_FLOAT16 -> new Arithmetic<>(kernels, TFloat16.class);
    };
  }
}
