package org.smashnas.tf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
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
 * filter gradient wins everywhere. Narrow groups are joined. Where oneDNN does not run, groups are
 * split and dilations taken apart.
 */
record ConvolutionKernels(Target target) {
  private static final String SAME = "SAME";
  private static final String VALID = "VALID";
  private static final int MOST_DOUBLED_INPUTS = 7;
  private static final int LEAST_TERMS = 64;
  private static final int LEAST_CHANNELS = 4;
  private static final int LONGEST_RIGHT_STRIDE = 2;

  /** Where the kernels run. */
  enum Target {
    /** A CPU whose TensorFlow uses oneDNN. */
    ONEDNN,
    /**
     * The same without AVX-512: oneDNN falls back to slow code for dilated filter gradients, for
     * sums of few terms, and for a single example.
     */
    ONEDNN_AVX2,
    /**
     * The same as {@link #ONEDNN}, but oneDNN takes the caches for one byte each, as on virtual
     * machines of AMD processors that hide them: it packs some filters wrongly, above all those of
     * input gradients, and is slow, unless there are several groups of few inputs ({@link
     * InputParts}).
     */
    ONEDNN_CACHELESS,
    /** Both. */
    ONEDNN_CACHELESS_AVX2,
    /** Any other CPU. */
    PORTABLE,
    /** A GPU: cuDNN behind TensorFlow's "Conv2D" family computes everything. */
    GPU
  }

  /** y = x * w. */
  <T extends TNumber> Operand<T> forward(
      GraphScope graph, Operand<T> x, Operand<T> w, Convolution convolution, Shape output) {
    GraphScope scope = named(graph, convolution);
    if (isMatrix(convolution)) {
      return product(scope, x, w, convolution, output, false);
    }
    return convolved(scope, x, w, convolution, SAME, output);
  }

  private <T extends TNumber> Operand<T> convolved(
      GraphScope scope,
      Operand<T> x,
      Operand<T> w,
      Convolution convolution,
      String padding,
      Shape output) {
    int joining = groupsToJoin(x.type(), convolution);
    if (joining > 1) {
      Operand<T> filter = joined(scope, w, convolution, joining);
      return convolved(scope, x, filter, joined(convolution, joining), padding, output);
    }
    if (isNative(x.type(), convolution) && !isSlowExample(x, convolution)) {
      return direct(scope, x, w, convolution, padding);
    }
    if (isDirectDoubled(x.type(), convolution)) {
      return direct(
          scope, scope.concatChannels(List.of(x, x)), w, convolution.withGroups(2), padding);
    }
    Optional<InputParts> parts = inputParts(x.type(), convolution);
    if (parts.isPresent()) {
      Operand<T> filter = parts.get().filter(scope, w, convolution);
      Operand<T> y = direct(scope, x, filter, parts.get().apart(convolution), padding);
      return parts.get().sum(scope, y, convolution, output);
    }
    if (isCacheless() && x.type() == TBfloat16.class) {
      Operand<TFloat32> y =
          convolved(
              scope,
              scope.cast(x, TFloat32.class),
              scope.cast(w, TFloat32.class),
              convolution,
              padding,
              output);
      return scope.cast(y, x.type());
    }
    return byGroups(
        scope,
        convolution.groups(),
        x,
        w,
        (part, kernel) ->
            scope
                .tf()
                .nn
                .conv(
                    part,
                    kernel,
                    strides(convolution),
                    padding,
                    Conv.dilations(dilations(convolution))));
  }

  private static <T extends TNumber> Operand<T> direct(
      GraphScope scope, Operand<T> x, Operand<T> w, Convolution convolution, String padding) {
    return scope
        .tf()
        .nn
        .conv2d(x, w, strides(convolution), padding, Conv2d.dilations(dilations(convolution)));
  }

  /**
   * Whether two groups of the same few inputs, with half of the outputs each, are better than the
   * inputs in parts: these are often faster, but round once more in bfloat16.
   */
  private boolean isDirectDoubled(Class<?> type, Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    return target == Target.ONEDNN_CACHELESS
        && convolution.groups() == 1
        && shape.outputs() % 2 == 0
        && isNative(type, convolution.withGroups(2))
        && (type == TBfloat16.class || shape.inputs() <= MOST_DOUBLED_INPUTS);
  }

  private Optional<InputParts> inputParts(Class<?> type, Convolution convolution) {
    return target == Target.ONEDNN_CACHELESS
        ? InputParts.of(type, convolution).filter(parts -> isNative(type, parts.apart(convolution)))
        : Optional.empty();
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
    if (isNative(x.type(), convolution) && !isCacheless()) {
      int joining = lacksAvx512() ? 1 : groupsToJoin(x.type(), convolution);
      return tf.nn.conv2dBackpropInput(
          tf.shape(x),
          joining == 1 ? w : joined(scope, w, convolution, joining),
          dy,
          strides(convolution),
          SAME,
          Conv2dBackpropInput.dilations(dilations(convolution)));
    }
    Convolution mirrored = mirrored(convolution);
    return convolution.stride() == 1
        ? convolved(scope, dy, mirrored(scope, w, convolution), mirrored, SAME, input)
        : convolved(
            scope,
            spread(scope, dy, convolution, input),
            mirrored(scope, w, convolution),
            mirrored,
            VALID,
            input);
  }

  /** The convolution of dy that is the input gradient. */
  private static Convolution mirrored(Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    int groups = convolution.groups();
    WeightShape mirrored =
        new WeightShape(
            shape.height(), shape.width(), shape.outputs() / groups, shape.inputs() * groups);
    return Convolution.of(Weight.own(convolution.kernel().name(), mirrored))
        .withDilation(convolution.dilationHeight(), convolution.dilationWidth())
        .withGroups(groups);
  }

  /** Its filter: upside down, back to front, inputs and outputs of each group exchanged. */
  private static <T extends TNumber> Operand<T> mirrored(
      GraphScope scope, Operand<T> w, Convolution convolution) {
    Ops tf = scope.tf();
    WeightShape shape = convolution.kernel().shape();
    int groups = convolution.groups();
    Operand<T> turned = tf.reverse(w, scope.ints(0, 1));
    if (groups == 1) {
      return tf.linalg.transpose(turned, scope.ints(0, 1, 3, 2));
    }
    int outputs = shape.outputs() / groups;
    Operand<T> apart =
        scope.reshape(turned, shape.height(), shape.width(), shape.inputs(), groups, outputs);
    return scope.reshape(
        tf.linalg.transpose(apart, scope.ints(0, 1, 4, 3, 2)),
        shape.height(),
        shape.width(),
        outputs,
        groups * shape.inputs());
  }

  /** The gradient dy of a strided convolution, with zeros for the places that it left out. */
  private static <T extends TNumber> Operand<T> spread(
      GraphScope scope, Operand<T> dy, Convolution convolution, Shape input) {
    Ops tf = scope.tf();
    WeightShape shape = convolution.kernel().shape();
    int stride = convolution.stride();
    Side rows = Side.of(input.height(), shape.height(), stride);
    Side columns = Side.of(input.width(), shape.width(), stride);
    int channels = shape.outputs();
    Operand<T> apart = scope.reshape(dy, -1, rows.outputs, 1, columns.outputs, 1, channels);
    int[][] zeros = {{0, 0}, {0, 0}, {0, stride - 1}, {0, 0}, {0, stride - 1}, {0, 0}};
    Operand<T> filled =
        scope.reshape(
            scope.pad(apart, zeros), -1, rows.outputs * stride, columns.outputs * stride, channels);
    Operand<T> cut =
        tf.slice(filled, scope.ints(0, 0, 0, 0), scope.ints(-1, rows.spread, columns.spread, -1));
    int[][] border = {{0, 0}, {rows.before, rows.after}, {columns.before, columns.after}, {0, 0}};
    return scope.pad(cut, border);
  }

  /**
   * One side of a strided convolution's way back: its outputs, what they span when spread, and the
   * border that makes a convolution without padding end in as many values as went in.
   */
  private record Side(int outputs, int spread, int before, int after) {
    static Side of(int inputs, int kernel, int stride) {
      int outputs = (inputs + stride - 1) / stride;
      int spread = (outputs - 1) * stride + 1;
      int padding = Math.max(0, spread - 1 + kernel - inputs) / 2;
      return new Side(outputs, spread, kernel - 1 - padding, inputs + padding - spread);
    }
  }

  /** The gradient of y = x * w by w. */
  <T extends TNumber> Operand<T> filterGradient(
      GraphScope graph, Operand<T> x, Operand<T> dy, Convolution convolution, Shape output) {
    GraphScope scope = named(graph, convolution);
    if (isMatrix(convolution) && x.type() != TBfloat16.class) {
      return matrixGradient(scope, x, dy, convolution);
    }
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
    if (isTall(convolution, output)) {
      return filterGradient(scope, surrounded(scope, x, convolution), dy, convolution, VALID);
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

  boolean isCacheless() {
    return target == Target.ONEDNN_CACHELESS || target == Target.ONEDNN_CACHELESS_AVX2;
  }

  private boolean lacksAvx512() {
    return target == Target.ONEDNN_AVX2 || target == Target.ONEDNN_CACHELESS_AVX2;
  }

  private boolean hasSlowDilatedGradients() {
    return target == Target.PORTABLE || lacksAvx512();
  }

  /** A kernel that reaches over more rows than there are, for which oneDNN has slow code only. */
  private boolean isTall(Convolution convolution, Shape output) {
    return (target == Target.ONEDNN || target == Target.ONEDNN_CACHELESS)
        && convolution.stride() == 1
        && (convolution.kernel().shape().height() - 1) * convolution.dilationHeight()
            >= output.height();
  }

  /** The images with the zeros around them that a kernel meets. */
  private static <T extends TNumber> Operand<T> surrounded(
      GraphScope scope, Operand<T> x, Convolution convolution) {
    int rows = (convolution.kernel().shape().height() - 1) * convolution.dilationHeight();
    int columns = (convolution.kernel().shape().width() - 1) * convolution.dilationWidth();
    int[][] zeros = {
      {0, 0}, {rows / 2, rows - rows / 2}, {columns / 2, columns - columns / 2}, {0, 0}
    };
    return scope.pad(x, zeros);
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

  private static Convolution joined(Convolution convolution, int joining) {
    WeightShape shape = convolution.kernel().shape();
    return regrouped(
        convolution, joining * shape.inputs(), shape.outputs(), convolution.groups() / joining);
  }

  /** A convolution with other channels, in other groups. */
  static Convolution regrouped(Convolution convolution, int inputs, int outputs, int groups) {
    Weight kernel = convolution.kernel();
    WeightShape shape =
        new WeightShape(kernel.shape().height(), kernel.shape().width(), inputs, outputs);
    return Convolution.of(Weight.own(kernel.name(), shape))
        .withStride(convolution.stride())
        .withDilation(convolution.dilationHeight(), convolution.dilationWidth())
        .withGroups(groups);
  }

  /** The filter of so many neighbouring groups as one, with zeros between them. */
  private static <T extends TNumber> Operand<T> joined(
      GraphScope scope, Operand<T> w, Convolution convolution, int joining) {
    WeightShape shape = convolution.kernel().shape();
    int groupOutputs = shape.outputs() / convolution.groups();
    float[][] own = new float[joining * shape.inputs()][shape.outputs()];
    for (int input = 0; input < own.length; input++) {
      for (int output = 0; output < shape.outputs(); output++) {
        own[input][output] = input / shape.inputs() == output / groupOutputs % joining ? 1 : 0;
      }
    }
    Ops tf = scope.tf();
    return tf.math.mul(
        tf.tile(w, scope.ints(1, 1, joining, 1)), scope.cast(tf.constant(own), w.type()));
  }

  /** How many neighbouring groups are faster as one. */
  private int groupsToJoin(Class<?> type, Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    int groups = convolution.groups();
    int inputs = shape.inputs();
    int outputs = shape.outputs() / groups;
    return switch (target) {
      case ONEDNN -> {
        boolean isDepthwise = inputs == 1 && outputs == 1;
        yield isDepthwise ? 1 : fewest(groups, count -> isWide(count * inputs, count * outputs));
      }
      case ONEDNN_CACHELESS -> {
        int direct = fewest(groups, count -> isNative(type, joined(convolution, count)));
        yield direct < groups ? direct : 1;
      }
      case ONEDNN_AVX2, ONEDNN_CACHELESS_AVX2 -> {
        int terms = shape.height() * shape.width() * inputs;
        yield fewest(groups, count -> count * terms >= LEAST_TERMS);
      }
      case PORTABLE, GPU -> 1;
    };
  }

  /**
   * Whether the direct kernels have vectors for groups of so many channels: of up to 8 and of 16.
   * With zeros that fill the vectors of 4 or 8 a group takes as long as without.
   */
  private static boolean isWide(int inputs, int outputs) {
    return Math.min(inputs, outputs) >= LEAST_CHANNELS && (inputs <= 8 || inputs >= 16);
  }

  /** The least divisor of a number of groups that will do, or all groups. */
  private static int fewest(int groups, IntPredicate isEnough) {
    return IntStream.rangeClosed(1, groups)
        .filter(count -> groups % count == 0 && isEnough.test(count))
        .findFirst()
        .orElse(groups);
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

  private static <T extends TNumber> Operand<T> matrixGradient(
      GraphScope scope, Operand<T> x, Operand<T> dy, Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    Operand<T> product =
        scope
            .tf()
            .linalg
            .matMul(
                scope.reshape(x, -1, shape.inputs()),
                scope.reshape(dy, -1, shape.outputs()),
                MatMul.transposeA(true));
    return scope.reshape(product, shape);
  }

  /** Splits both operands along the channels, computes each group, joins the results. */
  private static <T extends TNumber> Operand<T> byGroups(
      GraphScope scope,
      int groups,
      Operand<T> first,
      Operand<T> second,
      BinaryOperator<Operand<T>> one) {
    List<Operand<T>> firsts = split(scope, first, groups);
    List<Operand<T>> seconds = split(scope, second, groups);
    List<Operand<T>> results = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      results.add(one.apply(firsts.get(group), seconds.get(group)));
    }
    return scope.concatChannels(results);
  }

  private static <T extends TNumber> List<Operand<T>> split(
      GraphScope scope, Operand<T> values, int groups) {
    return groups == 1
        ? List.of(values)
        : List.copyOf(scope.tf().split(scope.axis(3), values, (long) groups).output());
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
    return lacksAvx512() && convolution.groups() == 1 && x.shape().get(0) == 1;
  }

  private boolean isNative(Class<?> type, Convolution convolution) {
    return switch (target) {
      case ONEDNN, ONEDNN_AVX2, GPU -> true;
      case ONEDNN_CACHELESS ->
          InputParts.isDirect(type, convolution) && isRightCacheless(convolution);
      case ONEDNN_CACHELESS_AVX2 -> type != TBfloat16.class && isRightCacheless(convolution);
      case PORTABLE -> false;
    };
  }

  /** Not with groups of one output, unless of one input too, and not all with long strides. */
  private static boolean isRightCacheless(Convolution convolution) {
    WeightShape shape = convolution.kernel().shape();
    return convolution.stride() <= LONGEST_RIGHT_STRIDE
        && (convolution.groups() == 1
            || convolution.groups() < shape.outputs()
            || shape.inputs() == 1);
  }

  private static List<Long> strides(Convolution convolution) {
    return List.of(1L, (long) convolution.stride(), (long) convolution.stride(), 1L);
  }

  private static List<Long> dilations(Convolution convolution) {
    return List.of(1L, (long) convolution.dilationHeight(), (long) convolution.dilationWidth(), 1L);
  }
}
