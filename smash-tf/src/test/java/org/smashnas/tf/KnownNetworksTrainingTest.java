package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.InitialWeights;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.memorybank.KnownNetworks;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;

/** Known networks are candidates like any other: a HyperNet scores them, and they train. */
class KnownNetworksTrainingTest {
  private static final int STEPS = 20;
  private static final MemoryBankSpace SPACE =
      MemoryBankSpace.builder()
          .from(QuadrantTask.SPACE)
          .depth(6)
          .width(1)
          .depthCompression(1)
          .build();

  static Stream<Arguments> knownNetworks() {
    return Stream.of(
        Arguments.of("ResNet", KnownNetworks.resNet(SPACE, 2)),
        Arguments.of("DenseNet", KnownNetworks.denseNet(SPACE, 2)),
        Arguments.of("FractalNet", KnownNetworks.fractalNet(SPACE, 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("knownNetworks")
  void isScoredAndTrains(String name, MemoryBank architecture) {
    try (HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(SPACE, QuadrantTask.HYPERNET, 1)) {
      Score score = hyperNet.scorer(QuadrantTask.split()).score(architecture, 1);
      assertThat(score.evaluation().loss()).as("score").isPositive().isFinite();
      try (TrainableNetwork network = hyperNet.derive(architecture, InitialWeights.random(), 1)) {
        List<Double> losses = FixedBatchTraining.losses(network, QuadrantTask.fewExamples(), STEPS);
        assertThat(losses).hasSize(STEPS).allMatch(Double::isFinite);
        assertThat(losses.get(STEPS - 1)).isLessThan(losses.get(0) / 2);
      }
    }
  }
}
