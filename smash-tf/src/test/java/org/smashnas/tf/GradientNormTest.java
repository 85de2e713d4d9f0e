package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.data.Batch;
import org.smashnas.network.Network;
import org.smashnas.network.Weight;
import org.smashnas.random.RandomStreams;

/** Holds the gradient norm against finite differences of the reference executor. */
class GradientNormTest {
  private static final RandomStreams STREAMS = new RandomStreams(6);
  private static final double STEP = 1e-6;

  static Stream<Network> networks() {
    return Stream.of(
        HandMadeNetworks.chain(2, 3), HandMadeNetworks.mixed(false), HandMadeNetworks.mixed(true));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void sumsTheLengthsOfFiniteDifferences(Network network) {
    Batch batch = NaswotTest.batch(network.input().shape(), 6);
    Map<String, float[]> initial = InitialValues.of(network, STREAMS);
    double expected = 0;
    for (Weight weight : network.weights().values()) {
      if (weight.name().matches("c\\d+|stem|grouped|last|matrix")) {
        expected += length(network, initial, batch, weight);
      }
    }
    assertThat(new GradientNorm(Backend.probe(), batch).of(network, STREAMS))
        .isCloseTo(expected, within(1e-4 * expected));
  }

  private static double length(
      Network network, Map<String, float[]> initial, Batch batch, Weight weight) {
    double squares = 0;
    for (int index = 0; index < weight.shape().size(); index++) {
      double slope =
          (loss(network, initial, batch, weight, moved(index, STEP))
                  - loss(network, initial, batch, weight, moved(index, -STEP)))
              / (2 * STEP);
      squares += slope * slope;
    }
    return Math.sqrt(squares);
  }

  private static UnaryOperator<double[]> moved(int index, double step) {
    return values -> {
      values[index] += step;
      return values;
    };
  }

  private static double loss(
      Network network,
      Map<String, float[]> initial,
      Batch batch,
      Weight moving,
      UnaryOperator<double[]> move) {
    return new ReferenceExecutor(
            network,
            weight -> {
              double[] values = ReferenceExecutor.doubles(initial.get(weight.name()));
              return weight.equals(moving) ? move.apply(values) : values;
            })
        .loss(batch);
  }
}
