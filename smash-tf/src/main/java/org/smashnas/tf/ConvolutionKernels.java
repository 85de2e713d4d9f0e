package org.smashnas.tf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.WeightShape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.Conv;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Which of TensorFlow's operations computes a convolution and its two gradients: the one place of
 * that choice. Measured (see docs/decisions/0003-convolution-kernels.md): "MatMul" is best for 1x1;
 * for others oneDNN's direct kernels or "Conv", which multiplies matrices, by processor; oneDNN's
 * filter gradient wins everywhere. Where oneDNN does not run, groups are split and dilations taken
 * apart.
 */
final class ConvolutionKernels {
  private static final String SAME = "SAME";
  private static final String VALID = "VALID";
  private static final int LEAST_NATIVE_GROUPS = 4;
  private static final int MOST_NATIVE_OUTPUTS = 16;
  private static final int LEAST_TERMS = 64;

  /** Where the kernels run. */
  enum Target {
    /** A CPU whose TensorFlow uses oneDNN. */
    ONEDNN,
    /**
     * The same, but matrix products are far faster than direct convolutions, unless these have
     * several groups or few outputs, or are in bfloat16.
     */
    ONEDNN_PRODUCTS,
    /**
     * The same without AVX-512: oneDNN falls back to slow code for dilated filter gradients, for
     * sums of few terms, and for a single example.
     */
    ONEDNN_AVX2,
    /** Any other CPU. */
    PORTABLE,
    /** A GPU: cuDNN behind TensorFlow's "Conv2D" family computes everything. */
    GPU
  }

  private final Target target;

  ConvolutionKernels(Target target) {
    this.target = target;
  }

  /** y = x * w. */
  <T extends TNumber> Operand<T> forward(
      GraphScope graph, Operand<T> x, Operand<T> w, Convolution convolution, Shape output) {
    GraphScope scope = named(graph, convolution);
    if (isMatrix(convolution)) {
      return product(scope, x, w, convolution, output, false);
    }
    if (isNative(x.type(), convolution) && !isSlowExample(x, convolution)) {
      return scope
          .tf()
          .nn
          .conv2d(
              x,
              joined(scope, w, convolution),
              strides(convolution),
              SAME,
              Conv2d.dilations(dilations(convolution)));
    }
    return byGroups(
        scope,
        convolution.groups(),
        x,
        w,
        3,
        (part, kernel) ->
            scope
                .tf()
                .nn
                .conv(
                    part,
                    kernel,
                    strides(convolution),
                    SAME,
                    Conv.dilations(dilations(convolution))));
  }

  /** The gradient of y = x * w by x. */
  <T extends TNumber> Operand<T> inputGradient(
      GraphScope graph,
      Operand<T> dy,
      Operand<T> w,
      Operand<T> x,
      Convolution convolution,
      Shape input) {
    GraphScope scope = named(graph, convolution);
    Ops tf = scope.tf();
    if (isMatrix(convolution)) {
      return product(scope, dy, w, convolution, input, true);
    }
    if (isNative(x.type(), convolution)) {
      return tf.nn.conv2dBackpropInput(
          tf.shape(x),
          w,
          dy,
          strides(convolution),
          SAME,
          Conv2dBackpropInput.dilations(dilations(convolution)));
    }
    if (convolution.stride() > 1) {
      return stridedInputGradient(scope, dy, w, x, convolution);
    }
    return byGroups(
        scope,
        convolution.groups(),
        dy,
        w,
        3,
        (part, kernel) ->
            tf.nn.conv(
                part,
                flipped(scope, kernel),
                strides(convolution),
                SAME,
                Conv.dilations(dilations(convolution))));
  }

  /** The gradient of y = x * w by w. */
  <T extends TNumber> Operand<T> filterGradient(
      GraphScope graph, Operand<T> x, Operand<T> dy, Convolution convolution, Shape output) {
    GraphScope scope = named(graph, convolution);
    if (isUndefined(x.type(), convolution)) {
      Operand<TFloat32> gradient =
          filterGradient(
              scope,
              scope.cast(x, TFloat32.class),
              scope.cast(dy, TFloat32.class),
              convolution,
              output);
      return scope.cast(gradient, x.type());
    }
    if (isDilated(convolution) && hasSlowDilatedGradients()) {
      return dilatedFilterGradient(scope, x, dy, convolution, output);
    }
    return filterGradient(scope, x, dy, convolution, SAME);
  }

  /**
   * oneDNN leaves parts of the gradient unset for some convolutions in bfloat16, all with several
   * groups and dilated rows.
   */
  private boolean isUndefined(Class<?> type, Convolution convolution) {
    return type == TBfloat16.class
        && target != Target.GPU
        && convolution.groups() > 1
        && convolution.dilationHeight() > 1;
  }

  private boolean hasSlowDilatedGradients() {
    return target == Target.PORTABLE || target == Target.ONEDNN_AVX2;
  }

  /**
   * A dilated kernel meets every so many rows and columns only: with these as images of their own,
   * no dilation is left. Zeros make their sides alike, and stand for what lies beyond the border.
   */
  private <T extends TNumber> Operand<T> dilatedFilterGradient(
      GraphScope scope, Operand<T> x, Operand<T> dy, Convolution convolution, Shape output) {
    Ops tf = scope.tf();
    WeightShape shape = convolution.kernel().shape();
    int rows = convolution.dilationHeight();
    int columns = convolution.dilationWidth();
    int borderHeight = (shape.height() - 1) * rows;
    int borderWidth = (shape.width() - 1) * columns;
    int addedHeight = Math.floorMod(-output.height(), rows);
    int addedWidth = Math.floorMod(-output.width(), columns);
    int[][] border = {
      {borderHeight / 2, borderHeight - borderHeight / 2 + addedHeight},
      {borderWidth / 2, borderWidth - borderWidth / 2 + addedWidth}
    };
    int[][] added = {{0, addedHeight}, {0, addedWidth}};
    return filterGradient(
        scope,
        tf.spaceToBatchNd(x, scope.ints(rows, columns), tf.constant(border)),
        tf.spaceToBatchNd(dy, scope.ints(rows, columns), tf.constant(added)),
        convolution.withDilation(1, 1),
        VALID);
  }

  private <T extends TNumber> Operand<T> filterGradient(
      GraphScope scope, Operand<T> x, Operand<T> dy, Convolution convolution, String padding) {
    WeightShape shape = convolution.kernel().shape();
    if (target != Target.PORTABLE) {
      return filterGradient(scope, x, dy, convolution, shape, padding);
    }
    WeightShape group =
        new WeightShape(
            shape.height(), shape.width(), shape.inputs(), shape.outputs() / convolution.groups());
    return byGroups(
        scope,
        convolution.groups(),
        x,
        dy,
        3,
        (part, gradient) -> filterGradient(scope, part, gradient, convolution, group, padding));
  }

  private static <T extends TNumber> Operand<T> filterGradient(
      GraphScope scope,
      Operand<T> x,
      Operand<T> dy,
      Convolution convolution,
      WeightShape shape,
      String padding) {
    return scope
        .tf()
        .nn
        .conv2dBackpropFilter(
            x,
            scope.ints(shape.height(), shape.width(), shape.inputs(), shape.outputs()),
            dy,
            strides(convolution),
            padding,
            Conv2dBackpropFilter.dilations(dilations(convolution)));
  }

  private <T extends TNumber> Operand<T> stridedInputGradient(
      GraphScope scope, Operand<T> dy, Operand<T> w, Operand<T> x, Convolution convolution) {
    Ops tf = scope.tf();
    List<Operand<T>> inputs = split(scope, x, convolution.groups());
    List<Operand<T>> gradients = split(scope, dy, convolution.groups());
    List<Operand<T>> kernels = split(scope, w, convolution.groups());
    List<Operand<T>> parts = new ArrayList<>();
    for (int group = 0; group < convolution.groups(); group++) {
      parts.add(
          tf.nn.conv2dBackpropInput(
              tf.shape(inputs.get(group)),
              kernels.get(group),
              gradients.get(group),
              strides(convolution),
              SAME));
    }
    return scope.concatChannels(parts);
  }

  /** Neighbouring groups as one, with zeros between them, until a sum has terms enough. */
  private <T extends TNumber> Operand<T> joined(
      GraphScope scope, Operand<T> w, Convolution convolution) {
    int groups = groupsToJoin(convolution);
    if (groups == 1) {
      return w;
    }
    WeightShape shape = convolution.kernel().shape();
    int groupOutputs = shape.outputs() / convolution.groups();
    float[][] own = new float[groups * shape.inputs()][shape.outputs()];
    for (int input = 0; input < own.length; input++) {
      for (int output = 0; output < shape.outputs(); output++) {
        own[input][output] = input / shape.inputs() == output / groupOutputs % groups ? 1 : 0;
      }
    }
    Ops tf = scope.tf();
    return tf.math.mul(
        tf.tile(w, scope.ints(1, 1, groups, 1)), scope.cast(tf.constant(own), w.type()));
  }

  private int groupsToJoin(Convolution convolution) {
    if (target != Target.ONEDNN_AVX2) {
      return 1;
    }
    WeightShape shape = convolution.kernel().shape();
    int terms = shape.height() * shape.width() * shape.inputs();
    int groups = 1;
    while (groups < convolution.groups()
        && (groups * terms < LEAST_TERMS || convolution.groups() % groups > 0)) {
      groups++;
    }
    return groups;
  }

  private static <T extends TNumber> Operand<T> product(
      GraphScope scope,
      Operand<T> values,
      Operand<T> w,
      Convolution convolution,
      Shape result,
      boolean transposed) {
    WeightShape shape = convolution.kernel().shape();
    int columns = transposed ? shape.outputs() : shape.inputs();
    Operand<T> product =
        scope
            .tf()
            .linalg
            .matMul(
                scope.reshape(values, -1, columns),
                scope.reshape(w, shape.inputs(), shape.outputs()),
                MatMul.transposeB(transposed));
    return scope.tf().reshape(product, scope.activations(result));
  }

  /**
   * Splits both operands along the channels, computes each group, joins the results along an axis.
   */
  private static <T extends TNumber> Operand<T> byGroups(
      GraphScope scope,
      int groups,
      Operand<T> first,
      Operand<T> second,
      int axis,
      BinaryOperator<Operand<T>> one) {
    List<Operand<T>> firsts = split(scope, first, groups);
    List<Operand<T>> seconds = split(scope, second, groups);
    List<Operand<T>> results = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      results.add(one.apply(firsts.get(group), seconds.get(group)));
    }
    return groups == 1 ? results.get(0) : scope.tf().concat(results, scope.tf().constant(axis));
  }

  private static <T extends TNumber> List<Operand<T>> split(
      GraphScope scope, Operand<T> values, int groups) {
    if (groups == 1) {
      return List.of(values);
    }
    return List.copyOf(scope.tf().split(scope.tf().constant(3), values, (long) groups).output());
  }

  private static <T extends TNumber> Operand<T> flipped(GraphScope scope, Operand<T> w) {
    Ops tf = scope.tf();
    return tf.linalg.transpose(tf.reverse(w, scope.ints(0, 1)), scope.ints(0, 1, 3, 2));
  }

  /** So that a trace tells the kinds apart. */
  private GraphScope named(GraphScope scope, Convolution convolution) {
    if (isMatrix(convolution)) {
      return scope.named("1x1");
    }
    return scope.named(convolution.groups() > 1 ? "grouped" : "dense");
  }

  private boolean isMatrix(Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    return target != Target.GPU
        && shape.height() == 1
        && shape.width() == 1
        && convolution.groups() == 1
        && convolution.stride() == 1;
  }

  private static boolean isDilated(Convolution convolution) {
    return convolution.dilationHeight() > 1 || convolution.dilationWidth() > 1;
  }

  /** A single example, for which oneDNN without AVX-512 has slow code on the way forward only. */
  private boolean isSlowExample(Operand<?> x, Convolution convolution) {
    return target == Target.ONEDNN_AVX2 && convolution.groups() == 1 && x.shape().get(0) == 1;
  }

  private boolean isNative(Class<?> type, Convolution convolution) {
    return switch (target) {
      case ONEDNN, ONEDNN_AVX2, GPU -> true;
      case ONEDNN_PRODUCTS ->
          type == TBfloat16.class
              || convolution.groups() >= LEAST_NATIVE_GROUPS
              || convolution.kernel().shape().outputs() <= MOST_NATIVE_OUTPUTS;
      case PORTABLE -> false;
    };
  }

  private static List<Long> strides(Convolution convolution) {
    return List.of(1L, (long) convolution.stride(), (long) convolution.stride(), 1L);
  }

  private static List<Long> dilations(Convolution convolution) {
    return List.of(1L, (long) convolution.dilationHeight(), (long) convolution.dilationWidth(), 1L);
  }
}
