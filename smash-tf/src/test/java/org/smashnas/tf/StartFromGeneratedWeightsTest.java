package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.InitialWeights;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.GateStyle;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.memorybank.OpNorms;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Shape;

class StartFromGeneratedWeightsTest {
  private static final HyperNetArchitecture SMALL =
      new ConvolutionalHyperNet(4, 6, ImmutableList.of(2, 1));

  private final Split data = QuadrantTask.split();

  private static MemoryBankSpace.Builder space() {
    return MemoryBankSpace.builder()
        .input(QuadrantTask.SPACE.input())
        .classes(QuadrantTask.SPACE.classes())
        .blocks(2)
        .depth(4)
        .width(1)
        .maxBankChannels(16)
        .maxKernel(5)
        .maxDilation(1)
        .variableOps()
        .gates(GateStyle.ADD_SPLIT)
        .nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH));
  }

  private HyperNet<MemoryBank> trained(MemoryBankSpace space, int epochs) {
    HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(space, SMALL, 0);
    hyperNet.train(data.train(), TrainingOptions.hyperNet().epochs(epochs).build());
    return hyperNet;
  }

  @ParameterizedTest
  @EnumSource
  void withOneFunctionTheStartIsWhatWasScored(OpNorms norms) {
    MemoryBankSpace space = space().scoredNorms(norms).build();
    ScoringOptions options =
        ScoringOptions.builder().batchSize(25).momentBatches(2).seed(7).build();
    try (HyperNet<MemoryBank> hyperNet = trained(space, 3)) {
      for (int seed = 0; seed < 2; seed++) {
        assertStartsAsScored(hyperNet, space.sample(new SplittableRandom(seed)), options);
      }
    }
  }

  @Test
  void theStartHasTheMomentsThatTheScoreHas() {
    MemoryBankSpace space = space().build();
    ScoringOptions shared =
        ScoringOptions.builder().normMoments(ScoringOptions.NormMoments.SHARED_AVERAGES).build();
    try (HyperNet<MemoryBank> hyperNet = trained(space, 3)) {
      assertStartsAsScored(hyperNet, space.sample(new SplittableRandom(1)), shared);
    }
  }

  private void assertStartsAsScored(
      HyperNet<MemoryBank> hyperNet, MemoryBank architecture, ScoringOptions options) {
    Evaluation scored = hyperNet.scorer(data, options).score(architecture, 1).evaluation();
    try (TrainableNetwork derived =
        hyperNet.derive(architecture, InitialWeights.generated(data, options), 1)) {
      Evaluation started = derived.evaluate(data.validation());
      assertThat(started.loss()).isCloseTo(scored.loss(), within(1e-5));
      assertThat(started.error()).isEqualTo(scored.error());
    }
  }

  /** Without them it would be another function than the one scored. */
  @Test
  void aNetworkWithoutTheScoredNormsIsRefused() {
    MemoryBankSpace space = space().derivedNorms(OpNorms.WEIGHT_NORM).build();
    try (HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(space, SMALL, 0)) {
      MemoryBank architecture = space.sample(new SplittableRandom(1));
      assertThatThrownBy(() -> hyperNet.derive(architecture, InitialWeights.generated(data), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no weight block0.op0.1x1.norm.scale")
          .hasMessageContaining("give scored and derived network the same weights");
    }
  }

  @Test
  void examplesOfAnotherShapeAreRefused() {
    Dataset other = Dataset.of(new Shape(4, 4, 1), 4, new float[1][16], new int[1]);
    Split wrong = new Split(other, other, other);
    MemoryBankSpace space = space().build();
    try (HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(space, SMALL, 0)) {
      MemoryBank architecture = space.sample(new SplittableRandom(1));
      assertThatThrownBy(() -> hyperNet.derive(architecture, InitialWeights.generated(wrong), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("training")
          .hasMessageContaining("4x4x1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WEIGHT_NORM", "BEFORE", "SANDWICH", "FULL"})
  void withThePapersNormsTrainingStartsBelowTheLossOfARandomStart(OpNorms derivedNorms) {
    assertStartsBelow(space().paperNorms().derivedNorms(derivedNorms).build());
  }

  @Test
  void trainingStartsBelowTheLossOfARandomStart() {
    assertStartsBelow(space().build());
  }

  private void assertStartsBelow(MemoryBankSpace space) {
    try (HyperNet<MemoryBank> hyperNet = trained(space, 6)) {
      double generated = 0;
      double random = 0;
      for (int seed = 0; seed < 2; seed++) {
        MemoryBank architecture = space.sample(new SplittableRandom(seed));
        generated += firstEpochLoss(hyperNet, architecture, InitialWeights.generated(data));
        random += firstEpochLoss(hyperNet, architecture, InitialWeights.random());
      }
      assertThat(generated).isLessThan(random);
    }
  }

  private double firstEpochLoss(
      HyperNet<MemoryBank> hyperNet, MemoryBank architecture, InitialWeights initial) {
    try (TrainableNetwork network = hyperNet.derive(architecture, initial, 0)) {
      return network.train(data.train(), TrainingOptions.derived().epochs(1).build()).loss();
    }
  }
}
