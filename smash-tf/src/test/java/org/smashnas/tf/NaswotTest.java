package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.data.Batch;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.random.RandomStreams;

/** Holds NASWOT against its definition, computed unit by unit from the reference executor. */
class NaswotTest {
  private static final RandomStreams STREAMS = new RandomStreams(4);
  private static final Backend BACKEND = Backend.probe();
  private static final int EXAMPLES = 8;

  static Stream<Network> networks() {
    return Stream.of(
        HandMadeNetworks.chain(2, 3),
        HandMadeNetworks.mixed(false),
        HandMadeNetworks.mixed(true),
        QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(1)),
        QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(2)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void countsUnitsThatAgree(Network network) {
    Batch batch = batch(network.input().shape(), EXAMPLES);
    double[][] expected = agreements(network, batch);
    Naswot naswot = new Naswot(BACKEND, batch);
    double[][] actual = naswot.agreements(network, STREAMS);
    for (int row = 0; row < EXAMPLES; row++) {
      // A unit at 0 but for rounding may be on either side.
      assertThat(actual[row]).containsExactly(expected[row], within(1.0));
      assertThat(actual[row][row]).isEqualTo(expected[row][row]);
    }
    double determinant = new LUDecomposition(new Array2DRowRealMatrix(expected)).getDeterminant();
    assertThat(naswot.of(network, STREAMS))
        .isCloseTo(Math.log(Math.abs(determinant)), within(0.05));
  }

  @Test
  void theLogarithmIsOfTheDeterminant() {
    assertThat(Naswot.logDeterminant(new double[][] {{2, 1}, {1, 2}}))
        .isCloseTo(Math.log(3), within(1e-12));
  }

  @Test
  void aSingularMatrixIsLowest() {
    double[][] singular = {{100, 60, 60}, {60, 100, 100}, {60, 100, 100}};
    assertThat(Naswot.logDeterminant(singular)).isEqualTo(Naswot.SINGULAR).isLessThan(0);
  }

  @Test
  void equalExamplesAreLowest() {
    Network network = HandMadeNetworks.mixed(true);
    Batch batch = batch(network.input().shape(), EXAMPLES);
    int size = network.input().shape().size();
    System.arraycopy(batch.images(), 0, batch.images(), size, size);
    assertThat(new Naswot(BACKEND, batch).of(network, STREAMS)).isEqualTo(Naswot.SINGULAR);
  }

  @Test
  void aNetworkWithoutActivationsIsLowest() {
    Network.Builder builder = Network.builder(Shape.vector(5));
    Dense dense = new Dense(Weight.own("matrix", WeightShape.matrix(5, 4)), Optional.empty());
    Network network = builder.build(builder.add("logits", dense, builder.input()));
    Batch batch = batch(network.input().shape(), EXAMPLES);
    assertThat(new Naswot(BACKEND, batch).of(network, STREAMS)).isEqualTo(Naswot.SINGULAR);
  }

  static Batch batch(Shape shape, int examples) {
    RandomGenerator random = new SplittableRandom(5);
    float[] images = new float[examples * shape.size()];
    for (int index = 0; index < images.length; index++) {
      images[index] = (float) random.nextGaussian();
    }
    int[] labels = random.ints(examples, 0, HandMadeNetworks.CLASSES).toArray();
    return new Batch(images, labels);
  }

  private static double[][] agreements(Network network, Batch batch) {
    Map<String, float[]> initial = InitialValues.of(network, STREAMS);
    ReferenceExecutor executor =
        new ReferenceExecutor(
            network, weight -> ReferenceExecutor.doubles(initial.get(weight.name())));
    double[][] agreements = new double[batch.size()][batch.size()];
    for (Layer layer : network.layers()) {
      if (layer.operation() instanceof Activation) {
        double[][] read = executor.output(network.inputsOf(layer).get(0), batch);
        for (int unit = 0; unit < read[0].length; unit++) {
          for (int one = 0; one < batch.size(); one++) {
            for (int other = 0; other < batch.size(); other++) {
              boolean agree = read[one][unit] > 0 == read[other][unit] > 0;
              agreements[one][other] += agree ? 1 : 0;
            }
          }
        }
      }
    }
    return agreements;
  }
}
