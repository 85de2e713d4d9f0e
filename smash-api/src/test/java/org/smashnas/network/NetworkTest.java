package org.smashnas.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.smashnas.network.Networks.TWO_MARKS;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

class NetworkTest {
  private final Network.Builder network = Network.builder(new Shape(8, 6, 4));
  private final Layer input = network.input();

  private static Weight kernel(String name, int height, int width, int inputs, int outputs) {
    return Weight.own(name, new WeightShape(height, width, inputs, outputs));
  }

  private void assertRefused(String name, Operation operation, Layer[] inputs, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.add(name, operation, inputs))
        .satisfies(error -> assertThat(error).hasMessageContainingAll(parts));
  }

  private static Layer[] reading(Layer... layers) {
    return layers;
  }

  @Test
  void aConvolutionKeepsTheSideAndTakesTheKernelsOutputs() {
    Layer layer = network.add("c", Convolution.of(kernel("k", 3, 5, 4, 7)), input);
    assertThat(layer.shape()).isEqualTo(new Shape(8, 6, 7));
  }

  @Test
  void aStrideDividesTheSideRoundedUp() {
    Convolution strided = Convolution.of(kernel("k", 3, 3, 4, 7)).withStride(4);
    assertThat(network.add("c", strided, input).shape()).isEqualTo(new Shape(2, 2, 7));
    assertThat(network.add("p", new Pool(Pool.Kind.MAX, 4, 4), input).shape())
        .isEqualTo(new Shape(2, 2, 4));
    assertThat(network.add("q", strided.withStride(Integer.MAX_VALUE), input).shape())
        .isEqualTo(new Shape(1, 1, 7));
  }

  @Test
  void elementwiseOperationsKeepTheShapeAndOthersChangeChannels() {
    assertThat(network.add("s", new Sum(), input, input).shape()).isEqualTo(input.shape());
    assertThat(network.add("p", new Product(), input, input).shape()).isEqualTo(input.shape());
    assertThat(network.add("z", new Zero(), input).shape()).isEqualTo(input.shape());
    assertThat(network.add("a", new Activation(Nonlinearity.ELU), input).shape())
        .isEqualTo(input.shape());
    assertThat(network.add("c", new Concat(), input, input).shape()).isEqualTo(new Shape(8, 6, 8));
    assertThat(network.add("l", new ChannelSlice(1, 2, 2), input).shape())
        .isEqualTo(new Shape(8, 6, 2));
    assertThat(network.add("m", new GlobalMean(), input).shape()).isEqualTo(Shape.vector(4));
  }

  @Test
  void aMisfitNamesTheLayerAndBothShapes() {
    Layer narrow = network.add("narrow", new ChannelSlice(0, 1, 1), input);
    Layer pooled = network.add("pooled", new Pool(Pool.Kind.AVERAGE, 2, 2), input);
    assertRefused(
        "conv",
        Convolution.of(kernel("k", 3, 3, 5, 2)),
        reading(input),
        "layer conv",
        "8x6x4",
        "3x3x5x2");
    assertRefused(
        "grouped",
        Convolution.of(kernel("k", 3, 3, 4, 2)).withGroups(2),
        reading(input),
        "layer grouped",
        "8x6x4",
        "3x3x4x2",
        "2 group(s)");
    assertRefused(
        "dense",
        new Dense(Weight.own("m", WeightShape.matrix(191, 2)), Optional.empty()),
        reading(input),
        "layer dense",
        "8x6x4 has 192 values",
        "1x1x191x2");
    assertRefused(
        "norm",
        new BatchNorm(
            "n", Weight.own("s", WeightShape.vector(3)), Weight.own("o", WeightShape.vector(3))),
        reading(input),
        "layer norm",
        "8x6x4",
        "1x1x1x3");
    assertRefused("sum", new Sum(), reading(input, narrow), "layer sum", "8x6x4", "8x6x1");
    assertRefused("mul", new Product(), reading(narrow, input), "layer mul", "8x6x1", "8x6x4");
    assertRefused("cat", new Concat(), reading(input, pooled), "layer cat", "8x6x4", "4x3x4");
    assertRefused("cut", new ChannelSlice(1, 2, 3), reading(input), "layer cut", "4", "8x6x4");
    assertRefused(
        "far", new ChannelSlice(0, 65537, 65536), reading(input), "layer far", "4294967296");
  }

  @Test
  void aWrongNumberOfInputsIsRefused() {
    assertRefused("relu", new Activation(Nonlinearity.RELU), reading(), "layer relu", "0 inputs");
    assertRefused("mean", new GlobalMean(), reading(input, input), "layer mean", "2 inputs");
    assertRefused("sum", new Sum(), reading(input), "layer sum", "1 input(s)", "at least 2");
    assertRefused("cat", new Concat(), reading(input), "layer cat", "1 input(s)", "at least 2");
    assertRefused("in", new Operation.Input(), reading(input), "layer in", "Network.builder");
  }

  @Test
  void operationsRefuseImpossibleSettings() {
    Convolution plain = Convolution.of(kernel("k", 3, 3, 4, 6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Convolution.of(kernel("even", 2, 3, 4, 6)))
        .withMessageContainingAll("even", "2x3", "odd");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.withGroups(4))
        .withMessageContainingAll("6 outputs", "4 groups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.withGroups(0))
        .withMessageContainingAll("groups 0", "at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.withDilation(1, 2).withStride(2))
        .withMessageContainingAll("stride 2", "dilation 1x2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.withBias(Weight.own("b", WeightShape.vector(5))))
        .withMessageContainingAll("bias b", "1x1x1x5", "vector of 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dense(kernel("m", 3, 1, 4, 6), Optional.empty()))
        .withMessageContainingAll("m", "3x1x4x6", "matrix");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChannelSlice(-1, 2, 1))
        .withMessageContaining("start -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pool(Pool.Kind.MAX, 0, 1))
        .withMessageContaining("size 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shape(1, 0, 2))
        .withMessageContaining("1x0x2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shape(1 << 16, 1 << 14, 2))
        .withMessageContaining("65536x16384x2 has more than 2147483647 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WeightShape(1, 1, 0, 2))
        .withMessageContaining("1x1x0x2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WeightShape(3, 3, 1 << 20, 1 << 10))
        .withMessageContaining("3x3x1048576x1024 has more than 2147483647 scalars");
  }

  @Test
  void aPartOfASharedTensorMustFitWithACentreCrop() {
    WeightShape full = new WeightShape(7, 7, 8, 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weight.shared("part", new WeightShape(3, 3, 9, 8), "all", full))
        .withMessageContainingAll("part", "3x3x9x8", "all", "7x7x8x8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weight.shared("part", new WeightShape(3, 2, 8, 8), "all", full))
        .withMessageContainingAll("centre crop", "3x2x8x8", "7x7x8x8");
  }

  @Test
  void namesAreUniqueAndLayersAreNotBorrowed() {
    Layer foreign =
        Network.builder(new Shape(8, 6, 4))
            .add("foreign", new Zero(), Network.builder(new Shape(8, 6, 4)).input());
    network.add("a", new Zero(), input);
    assertRefused("a", new Zero(), reading(input), "layer name a is taken");
    assertRefused("b", new Zero(), reading(foreign), "layer b", "foreign", "not of this builder");
    assertRefused("", new Zero(), reading(input), "empty name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.build(foreign))
        .withMessageContainingAll("foreign", "not of this builder");
  }

  @Test
  void oneWeightNameStandsForOneWeight() {
    network.add("a", Convolution.of(kernel("k", 3, 3, 4, 4)), input);
    assertRefused(
        "b",
        Convolution.of(kernel("k", 3, 3, 4, 5)),
        reading(input),
        "layer b",
        "weight name k",
        "3x3x4x4",
        "3x3x4x5");
    assertRefused(
        "c",
        Convolution.of(kernel("w", 1, 1, 4, 4)).withBias(Weight.own("w", WeightShape.vector(4))),
        reading(input),
        "weight name w");
  }

  @Test
  void aRefusedLayerLeavesNoTrace() {
    Layer kept = network.add("kept", Convolution.of(kernel("k", 3, 3, 4, 4)), input);
    Convolution clash =
        Convolution.of(kernel("fresh", 1, 1, 4, 4))
            .withBias(Weight.own("k", WeightShape.vector(4)));
    assertRefused("refused", clash, reading(input), "weight name k");
    Network built = network.build(kept);
    assertThat(built.weights()).containsOnlyKeys("k");
    assertThat(built.layers()).extracting(Layer::name).containsExactly("input", "kept");
  }

  @Test
  void costsOfConvolutionsAreExact() {
    Layer plain = network.add("plain", Convolution.of(kernel("plain", 3, 5, 4, 6)), input);
    Network small = network.build(plain);
    assertThat(small.parameters()).isEqualTo(360);
    assertThat(small.multiplyAdds()).isEqualTo(48 * 360);

    Convolution grouped =
        Convolution.of(kernel("grouped", 3, 3, 3, 8))
            .withGroups(2)
            .withDilation(2, 1)
            .withBias(Weight.own("bias", WeightShape.vector(8)));
    Layer second = network.add("grouped", grouped, plain);
    Convolution strided = Convolution.of(kernel("strided", 1, 1, 8, 2)).withStride(3);
    Network whole = network.build(network.add("strided", strided, second));
    assertThat(whole.parameters()).isEqualTo(360 + (216 + 8) + 16);
    assertThat(whole.multiplyAdds()).isEqualTo(48 * 360 + 48 * 216 + 3 * 2 * 16);
  }

  @Test
  void costsOfDenseLayersAndNormsAreExact() {
    Weight scale = Weight.own("scale", WeightShape.vector(4));
    Weight offset = Weight.own("offset", WeightShape.vector(4));
    Layer norm = network.add("norm", new BatchNorm("norm", scale, offset), input);
    Layer pool = network.add("pool", new Pool(Pool.Kind.AVERAGE, 2, 2), norm);
    Dense dense =
        new Dense(
            Weight.own("m", WeightShape.matrix(48, 10)),
            Optional.of(Weight.own("b", WeightShape.vector(10))));
    Network built = network.build(network.add("dense", dense, pool));
    assertThat(built.parameters()).isEqualTo(4 + 4 + 480 + 10);
    assertThat(built.multiplyAdds()).isEqualTo(480);
  }

  @Test
  void tiedWeightsCountOnceAsParametersAndTwiceAsWork() {
    Convolution tied = Convolution.of(kernel("k", 3, 3, 4, 4));
    Layer first = network.add("first", tied, input);
    Network built = network.build(network.add("second", tied, first));
    assertThat(built.parameters()).isEqualTo(144);
    assertThat(built.multiplyAdds()).isEqualTo(2 * 48 * 144);
    assertThat(built.weights()).hasSize(1);
  }

  @Test
  void sharedWeightsReplaceGeneratedOnesAlone() {
    Network scored = Networks.withEverything();
    Network shared = scored.withSharedWeights();
    assertThat(shared.withOwnWeights()).isEqualTo(scored.withOwnWeights());
    scored
        .weights()
        .forEach(
            (name, weight) -> {
              Weight other = shared.weights().get(name);
              if (weight.source() instanceof WeightSource.Generated) {
                assertThat(other.source())
                    .isEqualTo(
                        new WeightSource.Shared(name + " " + weight.shape(), weight.shape()));
                assertThat(other.normalised()).isEqualTo(weight.normalised());
              } else {
                assertThat(other).isEqualTo(weight);
              }
            });
    assertThat(shared).isNotEqualTo(scored);
  }

  @Test
  void ownWeightsReplaceAllSourcesAndKeepEverythingElse() {
    Network scored = Networks.withEverything();
    Network own = scored.withOwnWeights();
    assertThat(own.weights().values())
        .allSatisfy(weight -> assertThat(weight.source()).isEqualTo(WeightSource.own()));
    assertThat(own.weights().keySet()).isEqualTo(scored.weights().keySet());
    assertThat(own.layers()).extracting(Layer::name, Layer::inputs, Layer::shape).isNotEmpty();
    assertThat(own.layers())
        .usingRecursiveFieldByFieldElementComparatorOnFields("name", "inputs", "shape")
        .isEqualTo(scored.layers());
    assertThat(own.output().name()).isEqualTo(scored.output().name());
    assertThat(own.parameters()).isEqualTo(scored.parameters());
    assertThat(own.multiplyAdds()).isEqualTo(scored.multiplyAdds());
    assertThat(own.weights().get("made").normalised()).isTrue();
    assertThat(own).isNotEqualTo(scored).isEqualTo(own.withOwnWeights());
  }

  /** Two norms that share moments with all architectures have different inputs. */
  @Test
  void normsThatSharedMomentsHaveTheirOwn() {
    Layer first = network.add("first", BatchNorm.shared("norm", 4, 8), input);
    Network own =
        network
            .build(network.add("second", BatchNorm.shared("norm", 4, 8), first))
            .withOwnWeights();
    assertThat(own.layers().stream().map(Layer::operation).filter(BatchNorm.class::isInstance))
        .extracting(norm -> ((BatchNorm) norm).moments())
        .containsExactly("first", "second");
  }

  @Test
  void aNetworkIsEqualToItsTwinAndToNoOther() {
    Network twin = Networks.withEverything();
    assertThat(twin).isEqualTo(Networks.withEverything()).hasSameHashCodeAs(twin);
    assertThat(twin.hash()).isEqualTo(Networks.withEverything().hash());
    Layer other = network.add("a", new Zero(), input);
    assertThat(network.build(other)).isNotEqualTo(network.build(input));
    assertThat(network.build(other).hash()).isNotEqualTo(network.build(input).hash());
  }

  @Test
  void aConditionKnowsItsMarksAndRefusesNegativeOnes() {
    assertThat(TWO_MARKS.marks(0, 3)).isTrue();
    assertThat(TWO_MARKS.marks(1, 3)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Condition.of(List.of(List.of(-2))))
        .withMessageContaining("-2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Condition.of(List.of()))
        .withMessageContaining("no slices");
  }

  @Test
  void withoutBatchNormsTheirReadersReadWhatTheyRead() {
    Network whole = Networks.withEverything();
    Network bare = whole.withoutBatchNorms();
    assertThat(bare.layers()).extracting(Layer::name).doesNotContain("norm");
    assertThat(bare.layers()).hasSize(whole.layers().size() - 1);
    assertThat(bare.weights()).doesNotContainKeys("scale", "offset").containsKeys("made", "bias");
    assertThat(readBy(bare, "active")).containsExactly("mixed");
    assertThat(readBy(bare, "product")).containsExactly("sum", "mixed");
    assertThat(bare.output().name()).isEqualTo("logits");
    assertThat(bare.withoutBatchNorms()).isEqualTo(bare);
  }

  @Test
  void aBatchNormThatEndsANetworkIsLeftOutToo() {
    Layer norm = network.add("norm", BatchNorm.shared("norm", 4, 4), input);
    Network bare = network.build(norm).withoutBatchNorms();
    assertThat(bare.output()).isEqualTo(bare.input());
  }

  private static List<String> readBy(Network network, String name) {
    return network.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .flatMap(layer -> network.inputsOf(layer).stream())
        .map(Layer::name)
        .toList();
  }
}
