package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.Precision;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.memorybank.MemoryBank;

/** Training and scoring in bfloat16 with float32 weights. */
class PrecisionTest {
  private static final Split SPLIT = QuadrantTask.split();

  @BeforeEach
  void bfloat16IsComputedHere() {
    ComputedHere.assume(Precision.MIXED_BFLOAT16);
  }

  private static ExecutionOptions in(Precision precision) {
    return ExecutionOptions.builder().devices(Devices.cpu()).precision(precision).build();
  }

  private static TrainingOptions training() {
    return QuadrantTask.shortTraining().epochs(12).build();
  }

  private static HyperNet<MemoryBank> hyperNet(Precision precision) {
    return TensorFlow.hyperNet(QuadrantTask.SPACE)
        .architecture(QuadrantTask.HYPERNET)
        .execution(in(precision))
        .build();
  }

  @Test
  void theHyperNetLearnsInBfloat16AsInFloat32() {
    try (HyperNet<MemoryBank> low = hyperNet(Precision.MIXED_BFLOAT16);
        HyperNet<MemoryBank> full = hyperNet(Precision.FLOAT32)) {
      TrainingReport lowReport = low.train(SPLIT.train(), training());
      TrainingReport fullReport = full.train(SPLIT.train(), training());
      assertThat(lowReport.loss()).isLessThan(0.8 * Math.log(QuadrantTask.CLASSES));
      assertThat(lowReport.loss()).isCloseTo(fullReport.loss(), within(0.2));
    }
  }

  @Test
  void aHyperNetScoresAlikeInBothPrecisions(@TempDir Path folder) {
    Path file = folder.resolve("hypernet.safetensors");
    MemoryBank architecture = QuadrantTask.architecture(3);
    Evaluation full;
    try (HyperNet<MemoryBank> hyperNet = hyperNet(Precision.FLOAT32)) {
      hyperNet.train(SPLIT.train(), training());
      hyperNet.save(file);
      full = hyperNet.scorer(SPLIT).score(architecture, 1).evaluation();
    }
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.loadHyperNet(QuadrantTask.SPACE, file, in(Precision.MIXED_BFLOAT16))) {
      Evaluation low = hyperNet.scorer(SPLIT).score(architecture, 1).evaluation();
      assertThat(low.loss()).isNotEqualTo(full.loss()).isCloseTo(full.loss(), within(0.05));
    }
  }

  @Test
  void aDerivedNetworkHasItsHyperNetsPrecisionAndSavesFloat32(@TempDir Path folder) {
    Path file = folder.resolve("network.safetensors");
    Evaluation low;
    try (HyperNet<MemoryBank> hyperNet = hyperNet(Precision.MIXED_BFLOAT16);
        TrainableNetwork network = hyperNet.derive(QuadrantTask.architecture(3), 0)) {
      network.train(
          SPLIT.train(),
          TrainingOptions.derived()
              .optimizer(new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8))
              .epochs(12)
              .batchSize(20)
              .build());
      low = network.evaluate(SPLIT.test());
      network.save(file);
    }
    assertThat(low.error()).isLessThan(0.3);
    try (TrainableNetwork network = TensorFlow.loadNetwork(file, in(Precision.FLOAT32))) {
      Evaluation full = network.evaluate(SPLIT.test());
      assertThat(full.loss()).isNotEqualTo(low.loss()).isCloseTo(low.loss(), within(0.05));
    }
  }
}
