package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.random.RandomStreams;

/** Holds the synaptic flow against its definition, computed by the reference executor. */
class SynflowTest {
  private static final RandomStreams STREAMS = new RandomStreams(3);
  private static final double STEP = 1e-6;
  private static final Synflow SYNFLOW = new Synflow(Backend.probe());

  /** In a chain each layer passes the whole of R on: Σ |θ · ∂R/∂θ| of a layer is R. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 100})
  void ofAChainIsLayersTimesTheOutput(int convolutions) {
    Network network = HandMadeNetworks.chain(convolutions, 8);
    double output = output(network, InitialValues.of(network, STREAMS), (weight, index) -> 1);
    assertThat(SYNFLOW.of(network, STREAMS))
        .isCloseTo(Math.log((convolutions + 1) * output), within(1e-9));
  }

  @Test
  void leavesTheRangeOfFloat32ButNotOfFloat64() {
    assertThat(SYNFLOW.of(HandMadeNetworks.chain(100, 8), STREAMS))
        .isGreaterThan(Math.log(Float.MAX_VALUE) + 10);
  }

  @Test
  void sumsFiniteDifferencesByEachWeight() {
    Network network = HandMadeNetworks.mixed(false);
    Map<String, float[]> initial = InitialValues.of(network, STREAMS);
    double sum = 0;
    for (Weight weight : multiplied(network)) {
      for (int index = 0; index < weight.shape().size(); index++) {
        int place = index;
        ToDoubleBiFunction<Weight, Integer> up =
            (other, at) -> other.equals(weight) && at == place ? 1 + STEP : 1;
        ToDoubleBiFunction<Weight, Integer> down =
            (other, at) -> other.equals(weight) && at == place ? 1 - STEP : 1;
        // The derivative by a factor of the weight is the weight times that by the weight.
        sum += Math.abs(output(network, initial, up) - output(network, initial, down)) / (2 * STEP);
      }
    }
    assertThat(SYNFLOW.of(network, STREAMS)).isCloseTo(Math.log(sum), within(1e-6));
  }

  @Test
  void doesWithoutNorms() {
    assertThat(SYNFLOW.of(HandMadeNetworks.mixed(true), STREAMS))
        .isEqualTo(SYNFLOW.of(HandMadeNetworks.mixed(false), STREAMS));
  }

  /** No term is negative, so all together are the derivative by one factor of all weights. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void ofTheMemoryBankIsTheDerivativeAlongAllWeights(int seed) {
    Network whole = QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(seed));
    Network network = withoutNorms(whole);
    Map<String, float[]> initial = InitialValues.of(network, STREAMS);
    double up = output(network, initial, (weight, index) -> 1 + STEP);
    double down = output(network, initial, (weight, index) -> 1 - STEP);
    assertThat(SYNFLOW.of(whole, STREAMS))
        .isCloseTo(Math.log((up - down) / (2 * STEP)), within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RELU", "SOFTPLUS", "SIGMOID"})
  void anOutputThatDoesNotDependOnTheInputIsLowest(Nonlinearity nonlinearity) {
    assertThat(SYNFLOW.of(HandMadeNetworks.cutOff(new Activation(nonlinearity)), STREAMS))
        .isEqualTo(Synflow.NO_FLOW)
        .isLessThan(-700);
  }

  @Test
  void aFlowBeyondFloat64IsAnError() {
    Network.Builder network = Network.builder(Shape.vector(64));
    Layer end = network.input();
    for (int index = 0; index < 450; index++) {
      Weight matrix = Weight.own("d" + index, WeightShape.matrix(64, 64));
      end = network.add("d" + index, new Dense(matrix, Optional.empty()), end);
    }
    Network deep = network.build(end);
    assertThatIllegalStateException()
        .isThrownBy(() -> SYNFLOW.of(deep, STREAMS))
        .withMessageContainingAll("range of float64", "fewer layers");
  }

  private static List<Weight> multiplied(Network network) {
    return network.weights().values().stream()
        .filter(weight -> !weight.name().equals("bias"))
        .toList();
  }

  /** R at absolute initial weights, each value times a factor, for an input of ones. */
  private static double output(
      Network network, Map<String, float[]> initial, ToDoubleBiFunction<Weight, Integer> factor) {
    ReferenceExecutor executor =
        new ReferenceExecutor(
            network,
            weight -> {
              double[] values = ReferenceExecutor.doubles(initial.get(weight.name()));
              for (int index = 0; index < values.length; index++) {
                values[index] = Math.abs(values[index]) * factor.applyAsDouble(weight, index);
              }
              return values;
            });
    double[] ones = new double[network.input().shape().size()];
    Arrays.fill(ones, 1);
    return Arrays.stream(executor.run(new double[][] {ones})[0]).sum();
  }

  /** The network layer by layer, neither batch nor weight norms in it. */
  private static Network withoutNorms(Network whole) {
    Network.Builder network = Network.builder(whole.input().shape());
    List<Layer> layers = new ArrayList<>(List.of(network.input()));
    for (Layer layer : whole.layers().subList(1, whole.layers().size())) {
      Layer[] inputs = layer.inputs().stream().map(layers::get).toArray(Layer[]::new);
      if (layer.operation() instanceof BatchNorm) {
        layers.add(inputs[0]);
      } else if (layer.operation() instanceof Convolution convolution) {
        Convolution bare =
            new Convolution(
                bare(convolution.kernel()),
                convolution.bias().map(SynflowTest::bare),
                convolution.stride(),
                convolution.dilationHeight(),
                convolution.dilationWidth(),
                convolution.groups());
        layers.add(network.add(layer.name(), bare, inputs));
      } else {
        layers.add(network.add(layer.name(), layer.operation(), inputs));
      }
    }
    return network.build(layers.get(whole.output().index()));
  }

  private static Weight bare(Weight weight) {
    return Weight.own(weight.name(), weight.shape());
  }
}
