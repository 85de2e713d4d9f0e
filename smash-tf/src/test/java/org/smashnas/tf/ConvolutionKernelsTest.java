package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.hypernet.Precision;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Holds convolutions of all sorts of channels, as this machine computes them, against plain loops.
 * All values are -1, 0 or 1 and all sums below 256, so that even bfloat16 is exact.
 */
class ConvolutionKernelsTest {
  private static final int EXAMPLES = 2;
  private static final int[] CHANNELS = {
    1, 2, 3, 4, 5, 7, 8, 9, 11, 15, 16, 17, 18, 23, 31, 32, 33, 34, 40, 47, 48, 49, 63, 64, 65, 66,
    79, 80, 97, 99
  };
  private static final int MOST_CHANNELS = 136;
  private static final int[] GROUPS = {1, 1, 2, 3, 4, 8};
  private static final int[] KERNELS = {1, 3, 5};

  @ParameterizedTest
  @MethodSource("targets")
  void convolutionsAreExact(ConvolutionKernels.Target target) {
    compareSome(new ConvolutionKernels(target), TFloat32.class, 40, 1);
  }

  @ParameterizedTest
  @MethodSource("bfloat16Targets")
  void convolutionsInBfloat16AreExact(ConvolutionKernels.Target target) {
    ComputedHere.assume(Precision.MIXED_BFLOAT16);
    compareSome(new ConvolutionKernels(target), TBfloat16.class, 40, 2);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("targets")
  void manyConvolutionsAreExact(ConvolutionKernels.Target target) {
    compareSome(new ConvolutionKernels(target), TFloat32.class, 1_000, 3);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("bfloat16Targets")
  void manyConvolutionsInBfloat16AreExact(ConvolutionKernels.Target target) {
    ComputedHere.assume(Precision.MIXED_BFLOAT16);
    compareSome(new ConvolutionKernels(target), TBfloat16.class, 1_000, 4);
  }

  static Set<ConvolutionKernels.Target> targets() {
    return ComputedHere.targets();
  }

  /** Those for processors that compute bfloat16. */
  static Set<ConvolutionKernels.Target> bfloat16Targets() {
    return Sets.intersection(
        ComputedHere.targets(),
        EnumSet.of(ConvolutionKernels.Target.ONEDNN, ConvolutionKernels.Target.ONEDNN_CACHELESS));
  }

  private static void compareSome(
      ConvolutionKernels kernels, Class<? extends TNumber> type, int count, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int index = 0; index < count; index++) {
      new Drawn(random).compare(kernels, type);
    }
  }

  private static final class Drawn {
    private final Convolution convolution;
    private final WeightShape filter;
    private final Shape input;
    private final Shape output;
    private final float[] x;
    private final float[] w;
    private final float[] dy;
    private final float[] y;
    private final float[] dx;
    private final float[] dw;

    Drawn(RandomGenerator random) {
      int groups = one(GROUPS, random);
      int inputs = channels(groups, random);
      int outputs = groups * channels(groups, random);
      int height = 3 + random.nextInt(4);
      int width = 3 + random.nextInt(4);
      filter = new WeightShape(one(KERNELS, random), one(KERNELS, random), inputs, outputs);
      Convolution plain = Convolution.of(Weight.own("w", filter)).withGroups(groups);
      convolution =
          switch (random.nextInt(4)) {
            case 0 -> plain.withStride(2 + random.nextInt(2));
            case 1 -> plain.withDilation(1 + random.nextInt(2), 1 + random.nextInt(3));
            default -> plain;
          };
      input = new Shape(height, width, groups * inputs);
      output = convolution.outputShape(List.of(input));
      x = values(EXAMPLES * input.size(), random);
      w = values(filter.size(), random);
      dy = values(EXAMPLES * output.size(), random);
      y = new float[dy.length];
      dx = new float[x.length];
      dw = new float[w.length];
      sumTerms();
    }

    /** Of one group. */
    private static int channels(int groups, RandomGenerator random) {
      int[] choices =
          IntStream.of(CHANNELS).filter(each -> each * groups <= MOST_CHANNELS).toArray();
      return one(choices, random);
    }

    private static int one(int[] choices, RandomGenerator random) {
      return choices[random.nextInt(choices.length)];
    }

    private static float[] values(int count, RandomGenerator random) {
      float[] values = new float[count];
      for (int index = 0; index < count; index++) {
        values[index] = random.nextInt(3) - 1;
      }
      return values;
    }

    <T extends TNumber> void compare(ConvolutionKernels kernels, Class<T> type) {
      Placement placement = Placement.processor();
      try (Program program = new Program(placement.config())) {
        GraphScope scope = new GraphScope(placement.operations(program), GraphScope.OpenAxis.BATCH);
        Operand<TFloat32> fedX = scope.images(input);
        Operand<TFloat32> fedDy = scope.images(output);
        Operand<TFloat32> fedW =
            scope.tf().placeholder(TFloat32.class, Placeholder.shape(GraphScope.extents(filter)));
        Operand<T> castX = scope.cast(fedX, type);
        Operand<T> castDy = scope.cast(fedDy, type);
        Operand<T> castW = scope.cast(fedW, type);
        try (TFloat32 images = HostTensors.images(x, EXAMPLES, input);
            TFloat32 gradients = HostTensors.images(dy, EXAMPLES, output);
            TFloat32 weights = HostTensors.weight(w, filter);
            Result result =
                program
                    .runner()
                    .feed(fedX, images)
                    .feed(fedDy, gradients)
                    .feed(fedW, weights)
                    .fetch(wide(scope, kernels.forward(scope, castX, castW, convolution, output)))
                    .fetch(
                        wide(
                            scope,
                            kernels.inputGradient(scope, castDy, castW, castX, convolution, input)))
                    .fetch(
                        wide(
                            scope,
                            kernels.filterGradient(scope, castX, castDy, convolution, output)))
                    .run()) {
          check("forward", result, 0, y);
          check("input gradient", result, 1, dx);
          check("filter gradient", result, 2, dw);
        }
      }
    }

    private static Operand<TFloat32> wide(GraphScope scope, Operand<? extends TNumber> values) {
      return scope.cast(values, TFloat32.class);
    }

    private void check(String what, Result result, int index, float[] expected) {
      assertThat(HostTensors.read(result.get(index)))
          .as("%s of %s of %s", what, convolution, input)
          .containsExactly(expected);
    }

    /** Sums every product of an input and a weight that an output needs, by the definition. */
    private void sumTerms() {
      int top =
          before(input.height(), output.height(), filter.height(), convolution.dilationHeight());
      int left = before(input.width(), output.width(), filter.width(), convolution.dilationWidth());
      for (int place = 0; place < EXAMPLES * output.height() * output.width(); place++) {
        int column = place % output.width();
        int row = place / output.width() % output.height();
        int example = place / output.width() / output.height();
        for (int tap = 0; tap < filter.height() * filter.width(); tap++) {
          int down =
              row * convolution.stride()
                  - top
                  + tap / filter.width() * convolution.dilationHeight();
          int right =
              column * convolution.stride()
                  - left
                  + tap % filter.width() * convolution.dilationWidth();
          if (down >= 0 && down < input.height() && right >= 0 && right < input.width()) {
            sumTerms((example * input.height() + down) * input.width() + right, tap, place);
          }
        }
      }
    }

    private void sumTerms(int from, int tap, int place) {
      int groupOutputs = filter.outputs() / convolution.groups();
      for (int in = 0; in < filter.inputs(); in++) {
        for (int out = 0; out < filter.outputs(); out++) {
          int source = from * input.channels() + out / groupOutputs * filter.inputs() + in;
          int weight = (tap * filter.inputs() + in) * filter.outputs() + out;
          int sink = place * output.channels() + out;
          y[sink] += x[source] * w[weight];
          dx[source] += dy[sink] * w[weight];
          dw[weight] += x[source] * dy[sink];
        }
      }
    }

    /** TensorFlow's padding "SAME". */
    private int before(int inputs, int outputs, int kernel, int dilation) {
      int span = (outputs - 1) * convolution.stride() + (kernel - 1) * dilation + 1;
      return Math.max(0, span - inputs) / 2;
    }
  }
}
