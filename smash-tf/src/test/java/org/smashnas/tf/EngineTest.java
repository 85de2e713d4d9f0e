package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.hypernet.Precision;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.ChannelSlice;
import org.smashnas.network.Operation.Concat;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.GlobalMean;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Operation.Product;
import org.smashnas.network.Operation.Sum;
import org.smashnas.network.Operation.Zero;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;

/**
 * Holds every operation's forward against the reference executor and every gradient against its
 * finite differences, by oneDNN's kernels and by the portable ones. The table goes to
 * target/finite-differences.md.
 */
class EngineTest {
  private static final double TOLERANCE = 1e-4;
  private static final double BFLOAT16_TOLERANCE = 0.01;
  private static final double FLOAT16_TOLERANCE = 0.002;
  private static final List<String> TABLE = new ArrayList<>();

  /**
   * In a whole network some gradients are 0 but for rounding (by the offset of a norm whose readers
   * are normed again), and a unit at its kink has the gradient of either side. So it is judged by
   * all its gradients together, and by the middle of three batches.
   */
  private static NetworkProbe.Difference difference(
      String name, Network network, ConvolutionKernels.Target target) {
    ConvolutionKernels kernels = new ConvolutionKernels(target);
    if (!name.startsWith("memory bank")) {
      return new NetworkProbe(network, 7).compare(kernels);
    }
    return IntStream.range(7, 10)
        .mapToObj(seed -> new NetworkProbe(network, seed).compareJointly(kernels))
        .sorted(Comparator.comparingDouble(NetworkProbe.Difference::gradient))
        .skip(1)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void forwardAndGradientsEqualTheReference(String name, Network network) {
    for (ConvolutionKernels.Target target : ComputedHere.targets()) {
      NetworkProbe.Difference difference = difference(name, network, target);
      TABLE.add(
          String.format(
              "| %s | %s | %.1e | %.1e |",
              name, target, difference.forward(), difference.gradient()));
      assertThat(difference.forward()).as("forward").isLessThan(TOLERANCE);
      assertThat(difference.gradient()).as("gradient").isLessThan(TOLERANCE);
    }
  }

  /**
   * Each rounding to bfloat16 errs by up to 2⁻⁹, 0.2 %; a maximum may be taken at another place.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void bfloat16StaysNearFloat32(String name, Network network) {
    ComputedHere.assume(Precision.MIXED_BFLOAT16);
    NetworkProbe.Difference difference =
        fromFloat32(name, network, Precision.MIXED_BFLOAT16, Backend.probe().kernels());
    double tolerance = name.startsWith("pool MAX") ? 0.1 : BFLOAT16_TOLERANCE;
    assertSmall(name, difference, BFLOAT16_TOLERANCE, tolerance);
  }

  /** Each rounding to float16 errs by up to 2⁻¹², 0.02 %, in the kernels that processors have. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void float16StaysNearFloat32(String name, Network network) {
    NetworkProbe.Difference difference =
        fromFloat32(
            name,
            network,
            Precision.MIXED_FLOAT16,
            new ConvolutionKernels(ConvolutionKernels.Target.PORTABLE));
    assertSmall(name, difference, FLOAT16_TOLERANCE, FLOAT16_TOLERANCE);
  }

  private static NetworkProbe.Difference fromFloat32(
      String name, Network network, Precision precision, ConvolutionKernels kernels) {
    NetworkProbe.Difference difference =
        new NetworkProbe(network, 7)
            .compare(Arithmetic.float32(kernels), Arithmetic.of(kernels, precision));
    TABLE.add(
        String.format(
            "| %s | %s | %.1e | %.1e |",
            name, precision, difference.forward(), difference.gradient()));
    return difference;
  }

  /** Whole networks bend elsewhere in half precision, so that only their outputs are compared. */
  private static void assertSmall(
      String name, NetworkProbe.Difference difference, double forward, double gradient) {
    assertThat(difference.forward()).as("forward").isLessThan(forward);
    if (!name.startsWith("memory bank")) {
      assertThat(difference.gradient()).as("gradient").isLessThan(gradient);
    }
  }

  /** oneDNN's own gradient by such filters is not defined in bfloat16. */
  @Test
  void bfloat16FilterGradientsOfGroupsWithDilatedRowsStayNearFloat32() {
    ComputedHere.assume(Precision.MIXED_BFLOAT16);
    Network.Builder network = Network.builder(new Shape(32, 32, 16));
    Convolution tested =
        Convolution.of(Weight.own("tested", new WeightShape(5, 5, 2, 16)))
            .withGroups(8)
            .withDilation(2, 2);
    Layer pooled =
        network.add("mean", new GlobalMean(), network.add("tested", tested, network.input()));
    ConvolutionKernels kernels = Backend.probe().kernels();
    NetworkProbe.Difference difference =
        new NetworkProbe(network.build(pooled), 7)
            .compare(Arithmetic.float32(kernels), Arithmetic.of(kernels, Precision.MIXED_BFLOAT16));
    assertThat(difference.gradient()).isLessThan(BFLOAT16_TOLERANCE);
  }

  @AfterAll
  static void writeTable() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| network | kernels | forward, relative error | gradient, relative error |");
    lines.add("|---|---|---|---|");
    lines.addAll(TABLE);
    Files.write(Path.of("target", "finite-differences.md"), lines);
  }

  static Stream<Arguments> networks() {
    List<Arguments> all = new ArrayList<>();
    for (int[] kernel : new int[][] {{1, 1}, {3, 3}, {5, 3}, {1, 7}}) {
      for (int groups : new int[] {1, 2, 4, 8}) {
        for (int[] dilation : new int[][] {{1, 1}, {2, 2}, {3, 1}, {1, 2}}) {
          all.add(convolution(kernel, groups, dilation));
        }
      }
    }
    for (int groups : new int[] {1, 2, 4}) {
      all.add(strided(groups));
    }
    for (Nonlinearity nonlinearity : Nonlinearity.values()) {
      all.add(one("activation " + nonlinearity, new Activation(nonlinearity)));
    }
    for (Pool.Kind kind : Pool.Kind.values()) {
      all.add(one("pool " + kind + " 2/2", new Pool(kind, 2, 2)));
      all.add(one("pool " + kind + " 3/1", new Pool(kind, 3, 1)));
      all.add(one("pool " + kind + " 3/2", new Pool(kind, 3, 2)));
    }
    all.add(one("channel slice", new ChannelSlice(2, 4, 1)));
    all.add(one("channel slice, stride 2", new ChannelSlice(1, 4, 2)));
    all.add(one("global mean", new GlobalMean()));
    all.add(norm());
    all.add(wideNorm());
    all.add(two("sum", new Sum()));
    all.add(two("product", new Product()));
    all.add(two("concat", new Concat()));
    all.add(overlappingSlices());
    all.add(zero());
    all.add(normalised());
    all.add(tied());
    for (int seed = 0; seed < 3; seed++) {
      MemoryBankSpace space =
          MemoryBankSpace.builder()
              .input(8, 8, 2)
              .classes(5)
              .blocks(2)
              .depth(4)
              .width(1)
              .maxBankChannels(16)
              .maxKernel(5)
              .maxDilation(1)
              .build();
      all.add(
          Arguments.of(
              "memory bank, derived, seed " + seed,
              space.derivedNetwork(space.sample(new SplittableRandom(seed)))));
    }
    return all.stream();
  }

  private static Arguments convolution(int[] kernel, int groups, int[] dilation) {
    return classifier(
        String.format(
            "convolution %dx%d, dilation %dx%d, groups %d",
            kernel[0], kernel[1], dilation[0], dilation[1], groups),
        (network, input) ->
            network.add(
                "tested",
                Convolution.of(
                        Weight.own("tested", new WeightShape(kernel[0], kernel[1], 8 / groups, 16)))
                    .withGroups(groups)
                    .withDilation(dilation[0], dilation[1])
                    .withBias(Weight.own("bias", WeightShape.vector(16))),
                input));
  }

  private static Arguments strided(int groups) {
    return classifier(
        "convolution 3x3, stride 2, groups " + groups,
        (network, input) ->
            network.add(
                "tested",
                Convolution.of(Weight.own("tested", new WeightShape(3, 3, 8 / groups, 8)))
                    .withGroups(groups)
                    .withStride(2),
                input));
  }

  private static Arguments one(String name, Operation operation) {
    return classifier(name, (network, input) -> network.add("tested", operation, input));
  }

  private static Arguments two(String name, Operation operation) {
    return classifier(
        name,
        (network, input) -> {
          Layer other = network.add("other", new Activation(Nonlinearity.TANH), input);
          Layer third = network.add("third", new Activation(Nonlinearity.SIGMOID), input);
          return network.add("tested", operation, input, other, third, input);
        });
  }

  private static Arguments norm() {
    return one(
        "batch norm",
        new BatchNorm(
            "norm",
            Weight.own("scale", WeightShape.vector(8)),
            Weight.own("offset", WeightShape.vector(8))));
  }

  /** Of sixteen channels, for which oneDNN has other code. */
  private static Arguments wideNorm() {
    return classifier(
        "wide batch norm",
        (network, input) ->
            network.add(
                "tested",
                new BatchNorm(
                    "norm",
                    Weight.own("scale", WeightShape.vector(16)),
                    Weight.own("offset", WeightShape.vector(16))),
                network.add("joined", new Concat(), input, input)));
  }

  private static Arguments overlappingSlices() {
    return classifier(
        "overlapping channel slices",
        (network, input) -> {
          Layer first = network.add("first", new ChannelSlice(1, 3, 1), input);
          Layer second = network.add("second", new ChannelSlice(2, 3, 1), input);
          Layer third = network.add("third", new ChannelSlice(4, 3, 1), input);
          return network.add("tested", new Product(), first, second, third);
        });
  }

  private static Arguments zero() {
    return classifier(
        "zero beside a path",
        (network, input) -> {
          Layer zero = network.add("zero", new Zero(), input);
          return network.add("tested", new Sum(), zero, input);
        });
  }

  private static Arguments normalised() {
    return classifier(
        "normalised weight",
        (network, input) ->
            network.add(
                "tested",
                Convolution.of(
                    new Weight("tested", new WeightShape(3, 3, 8, 8), WeightSource.own(), true)),
                input));
  }

  private static Arguments tied() {
    return classifier(
        "weight used twice",
        (network, input) -> {
          Convolution convolution =
              Convolution.of(Weight.own("tested", new WeightShape(3, 3, 8, 8)));
          return network.add("second", convolution, network.add("first", convolution, input));
        });
  }

  /** Stem, what is tested, and a classifier. */
  private static Arguments classifier(
      String name, BiFunction<Network.Builder, Layer, Layer> tested) {
    Network.Builder network = Network.builder(new Shape(6, 7, 3));
    Layer stem =
        network.add(
            "stem",
            Convolution.of(Weight.own("stem", new WeightShape(3, 3, 3, 8))),
            network.input());
    Layer end = tested.apply(network, stem);
    Layer logits =
        network.add(
            "logits",
            new Dense(
                Weight.own("matrix", WeightShape.matrix(end.shape().size(), 4)),
                Optional.of(Weight.own("logits bias", WeightShape.vector(4)))),
            end);
    return Arguments.of(name, network.build(logits));
  }
}
