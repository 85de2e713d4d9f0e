package org.smashnas.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.network.Network;
import org.smashnas.network.Operation;
import org.smashnas.network.Shape;

/** The network that the found one is held against. */
class HandMadeNetworkTest {
  private static final Shape INPUT = new Shape(8, 8, 1);

  @ParameterizedTest
  @ValueSource(longs = {10_000, 29_500, 60_000, 150_000, 1_000_000})
  void itIsNearTheAskedSize(long parameters) {
    assertThat(HandMadeNetwork.ofSize(INPUT, 10, parameters).parameters())
        .isCloseTo(parameters, withinPercentage(8));
  }

  @Test
  void itIsTheSmallestWhenLessIsAsked() {
    Network smallest = HandMadeNetwork.ofSize(INPUT, 10, 0);
    assertThat(smallest.parameters()).isLessThan(200);
    assertThat(HandMadeNetwork.ofSize(INPUT, 10, 1)).isEqualTo(smallest);
  }

  @Test
  void itHasFourNormedConvolutionsAndReadsAndTellsWhatIsAsked() {
    Network network = HandMadeNetwork.ofSize(new Shape(16, 12, 3), 7, 20_000);
    assertThat(network.input().shape()).isEqualTo(new Shape(16, 12, 3));
    assertThat(network.output().shape()).isEqualTo(Shape.vector(7));
    assertThat(count(network, Operation.Convolution.class)).isEqualTo(4);
    assertThat(count(network, Operation.BatchNorm.class)).isEqualTo(4);
    assertThat(network.withOwnWeights()).as("all weights are its own").isEqualTo(network);
  }

  private static long count(Network network, Class<? extends Operation> kind) {
    return network.layers().stream().filter(layer -> kind.isInstance(layer.operation())).count();
  }
}
