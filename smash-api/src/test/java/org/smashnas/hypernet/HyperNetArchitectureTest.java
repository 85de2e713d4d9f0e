package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.WeightGrid;

class HyperNetArchitectureTest {
  /** Four rows by two outputs a cell, three positions, five features. */
  private static final WeightGrid GRID =
      new WeightGrid(4, 2, 3, ConditionFields.builder().field("any", 5).build());

  private static List<WeightShape> kernels(Network network) {
    return network.layers().stream()
        .filter(layer -> layer.operation() instanceof Convolution)
        .map(layer -> ((Convolution) layer.operation()).kernel().shape())
        .toList();
  }

  private static WeightShape kernel(int inputs, int outputs) {
    return new WeightShape(3, 3, inputs, outputs);
  }

  /** z and five features and seven in front make 13; 80, 100 and 40 grow; two halvings. */
  @Test
  void thePapersChannelsAreThoseComputedByHand() {
    Network network = HyperNetArchitecture.paper().network(GRID, 9);
    ImmutableList.Builder<WeightShape> expected = ImmutableList.builder();
    expected.add(kernel(6, 7));
    for (int layer = 0; layer < 8; layer++) {
      expected.add(kernel(13 + 10 * layer, 10));
    }
    expected.add(kernel(93, 46));
    for (int layer = 0; layer < 10; layer++) {
      expected.add(kernel(46 + 10 * layer, 10));
    }
    expected.add(kernel(146, 73));
    for (int layer = 0; layer < 4; layer++) {
      expected.add(kernel(73 + 10 * layer, 10));
    }
    expected.add(WeightShape.matrix(113, 8));
    assertThat(kernels(network)).isEqualTo(expected.build());
    assertThat(network.input().shape()).isEqualTo(new Shape(9, 3, 6));
    assertThat(network.output().shape()).isEqualTo(new Shape(9, 3, 8));
  }

  @Test
  void costsFollowFromTheChannels() {
    Network small = new ConvolutionalHyperNet(2, 3, ImmutableList.of(2, 1)).network(GRID, 9);
    long parameters = 9 * (6 * 2 + 8 * 3 + 11 * 3 + 14 * 7 + 7 * 3) + 10 * 8;
    assertThat(small.parameters()).isEqualTo(parameters);
    assertThat(small.multiplyAdds()).isEqualTo(27 * parameters);
  }

  @Test
  void everyWeightIsNormalisedAndNothingDependsOnTheNumberOfSlices() {
    Network nine = HyperNetArchitecture.paper().network(GRID, 9);
    Network one = HyperNetArchitecture.paper().network(GRID, 1);
    assertThat(nine.weights().values()).allMatch(weight -> weight.normalised());
    assertThat(one.weights()).isEqualTo(nine.weights());
  }

  @Test
  void aLeakyReluStandsBeforeEachConvolutionButTheFirst() {
    Network network = HyperNetArchitecture.paper().network(GRID, 9);
    List<Layer> convolutions =
        network.layers().stream()
            .filter(layer -> layer.operation() instanceof Convolution)
            .toList();
    assertThat(network.inputsOf(convolutions.get(0))).containsExactly(network.input());
    assertThat(convolutions.subList(1, convolutions.size()))
        .allSatisfy(
            layer ->
                assertThat(network.inputsOf(layer).get(0).operation())
                    .isEqualTo(new Activation(Nonlinearity.LEAKY_RELU)));
    assertThat(Nonlinearity.LEAK).isEqualTo(0.02f);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConvolutionalHyperNet(0, 10, ImmutableList.of(1)))
        .withMessageContaining("0 front channels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConvolutionalHyperNet(7, 10, ImmutableList.of()))
        .withMessageContaining("no dense blocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConvolutionalHyperNet(7, 10, ImmutableList.of(8, 0)))
        .withMessageContaining("depth 0");
  }

  /** Twice five features; the last layer writes 4 rows of three positions of two outputs. */
  @Test
  void aPerceptronsShapesAreThoseComputedByHand() {
    Network network = new PerceptronHyperNet(7, 2).network(GRID, 9);
    assertThat(kernels(network))
        .containsExactly(
            WeightShape.matrix(10, 7), WeightShape.matrix(7, 7), WeightShape.matrix(7, 24));
    assertThat(network.parameters()).isEqualTo(10 * 7 + 7 + 7 * 7 + 7 + 7 * 24);
    assertThat(network.input().shape()).isEqualTo(new Shape(9, 1, 10));
    assertThat(network.output().shape()).isEqualTo(new Shape(9, 1, 24));
    assertThat(new PerceptronHyperNet(7, 2).network(GRID, 1).weights())
        .isEqualTo(network.weights());
  }

  @Test
  void aPerceptronWithoutUnitsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PerceptronHyperNet(0, 2))
        .withMessageContaining("0 units");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PerceptronHyperNet(7, 0))
        .withMessageContaining("0 hidden layers");
  }
}
