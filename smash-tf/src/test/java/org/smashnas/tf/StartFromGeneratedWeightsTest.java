package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.InitialWeights;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.DerivedNorms;
import org.smashnas.memorybank.GateStyle;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Nonlinearity;

class StartFromGeneratedWeightsTest {
  private static final HyperNetArchitecture SMALL =
      new ConvolutionalHyperNet(4, 6, ImmutableList.of(2, 1));

  private final Split data = QuadrantTask.split();

  private static MemoryBankSpace space(Dataset examples, DerivedNorms norms, boolean opNorms) {
    return MemoryBankSpace.builder()
        .input(examples.shape())
        .classes(examples.classes())
        .blocks(2)
        .depth(4)
        .width(1)
        .maxBankChannels(16)
        .maxKernel(5)
        .maxDilation(1)
        .variableOps()
        .gates(GateStyle.ADD_SPLIT)
        .nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH))
        .opNorms(opNorms)
        .derivedNorms(norms)
        .build();
  }

  private HyperNet<MemoryBank> trained(MemoryBankSpace space) {
    HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(space, SMALL, 0);
    hyperNet.train(data.train(), TrainingOptions.hyperNet().epochs(6).build());
    return hyperNet;
  }

  @Test
  void withWeightNormBothComputeTheSameFunction() {
    for (boolean opNorms : new boolean[] {false, true}) {
      MemoryBankSpace space = space(data.train(), DerivedNorms.WEIGHT_NORM, opNorms);
      try (HyperNet<MemoryBank> hyperNet = trained(space)) {
        for (int seed = 0; seed < 2; seed++) {
          MemoryBank architecture = space.sample(new SplittableRandom(seed));
          Score score =
              hyperNet
                  .scorer(
                      data,
                      ScoringOptions.builder()
                          .normMoments(ScoringOptions.NormMoments.SHARED_AVERAGES)
                          .build())
                  .score(architecture, 1);
          try (TrainableNetwork derived =
              hyperNet.derive(architecture, InitialWeights.GENERATED, 1)) {
            assertThat(derived.evaluate(data.validation()).loss())
                .isCloseTo(score.evaluation().loss(), within(1e-4));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DerivedNorms.class)
  void trainingStartsBelowTheLossOfARandomStart(DerivedNorms norms) {
    MemoryBankSpace space = space(data.train(), norms, false);
    try (HyperNet<MemoryBank> hyperNet = trained(space)) {
      double generated = 0;
      double random = 0;
      for (int seed = 0; seed < 2; seed++) {
        MemoryBank architecture = space.sample(new SplittableRandom(seed));
        generated += firstEpochLoss(hyperNet, architecture, InitialWeights.GENERATED);
        random += firstEpochLoss(hyperNet, architecture, InitialWeights.RANDOM);
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
