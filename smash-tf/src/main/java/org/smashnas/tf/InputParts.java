package org.smashnas.tf;

import java.util.Optional;
import java.util.stream.IntStream;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.WeightShape;
import org.tensorflow.Operand;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * A convolution as one of more groups: the inputs of each group in equal parts, and what the parts
 * put out, summed. It is for oneDNN without caches, which computes groups of few inputs by its
 * direct kernels, right and fast, and all else by kernels that are neither.
 *
 * @param size inputs of a part
 * @param count parts of a group
 */
record InputParts(int size, int count) {
  private static final int MOST_INPUTS = 16;
  private static final int BFLOAT16_UNIT = 4;
  private static final int LEAST_INPUTS = 4;
  private static final int LEAST_TAPS = 15;
  private static final int MOST_OUTPUTS = 16;
  private static final int MOST_PARTS = 8;

  /** Whether a convolution has groups of few inputs as it is. */
  static boolean isDirect(Class<?> type, Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    return convolution.groups() > 1
        && shape.inputs() <= MOST_INPUTS
        && isWhole(type, shape.inputs())
        && isWhole(type, shape.outputs() / convolution.groups());
  }

  /** In bfloat16 the direct kernels take channels by fours. */
  private static boolean isWhole(Class<?> type, int channels) {
    return type != TBfloat16.class || channels % BFLOAT16_UNIT == 0;
  }

  /**
   * The fewest parts that will do; empty if none will, or if in float32 products of matrices are
   * faster: for small kernels with many outputs, and for sums of many parts.
   */
  static Optional<InputParts> of(Class<?> type, Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    int outputs = shape.outputs() / convolution.groups();
    boolean isHalf = type == TBfloat16.class;
    boolean isLarge = shape.height() * shape.width() >= LEAST_TAPS;
    if (!isHalf && !isLarge && outputs > MOST_OUTPUTS) {
      return Optional.empty();
    }
    return IntStream.rangeClosed(2, isHalf ? shape.inputs() / LEAST_INPUTS : MOST_PARTS)
        .filter(count -> shape.inputs() % count == 0)
        .mapToObj(count -> new InputParts(shape.inputs() / count, count))
        .filter(parts -> parts.size >= LEAST_INPUTS)
        .filter(parts -> isDirect(type, parts.apart(convolution)))
        .findFirst();
  }

  /** The convolution with a group for each part. */
  Convolution apart(Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    return ConvolutionKernels.regrouped(
        convolution, size, count * shape.outputs(), count * convolution.groups());
  }

  /** Its filter: what was another part's inputs is another group's outputs. */
  <T extends TNumber> Operand<T> filter(GraphScope scope, Operand<T> w, Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    int groups = convolution.groups();
    int outputs = shape.outputs() / groups;
    Operand<T> axes = scope.reshape(w, shape.height(), shape.width(), count, size, groups, outputs);
    return scope.reshape(
        scope.tf().linalg.transpose(axes, scope.ints(0, 1, 3, 4, 2, 5)),
        apart(convolution).kernel().shape());
  }

  /** What the parts of each group put out, summed in float32. */
  <T extends TNumber> Operand<T> sum(
      GraphScope scope, Operand<T> y, Convolution convolution, Shape output) {
    int groups = convolution.groups();
    Operand<T> terms = scope.reshape(y, -1, groups, count, output.channels() / groups);
    Operand<TFloat32> sums = scope.tf().reduceSum(scope.cast(terms, TFloat32.class), scope.ints(2));
    return scope.tf().reshape(scope.cast(sums, y.type()), scope.activations(output));
  }
}
