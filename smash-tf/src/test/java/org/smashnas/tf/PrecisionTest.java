package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

/** Training and scoring in 16 bits with float32 weights. */
class PrecisionTest {
  private static final Split SPLIT = QuadrantTask.split();

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

  @ParameterizedTest
  @EnumSource(names = "MIXED_.*", mode = EnumSource.Mode.MATCH_ALL)
  void theHyperNetLearnsAsInFloat32(Precision precision) {
    ComputedHere.assume(precision);
    try (HyperNet<MemoryBank> low = hyperNet(precision);
        HyperNet<MemoryBank> full = hyperNet(Precision.FLOAT32)) {
      TrainingReport lowReport = low.train(SPLIT.train(), training());
      TrainingReport fullReport = full.train(SPLIT.train(), training());
      assertThat(lowReport.loss()).isLessThan(0.8 * Math.log(QuadrantTask.CLASSES));
      assertThat(lowReport.loss()).isCloseTo(fullReport.loss(), within(0.2));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MIXED_.*", mode = EnumSource.Mode.MATCH_ALL)
  void aHyperNetScoresAsInFloat32(Precision precision, @TempDir Path folder) {
    ComputedHere.assume(precision);
    Path file = folder.resolve("hypernet.safetensors");
    MemoryBank architecture = QuadrantTask.architecture(3);
    Evaluation full;
    try (HyperNet<MemoryBank> hyperNet = hyperNet(Precision.FLOAT32)) {
      hyperNet.train(SPLIT.train(), training());
      hyperNet.save(file);
      full = hyperNet.scorer(SPLIT).score(architecture, 1).evaluation();
    }
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.loadHyperNet(QuadrantTask.SPACE, file, in(precision))) {
      Evaluation low = hyperNet.scorer(SPLIT).score(architecture, 1).evaluation();
      assertThat(low.loss()).isNotEqualTo(full.loss()).isCloseTo(full.loss(), within(0.05));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MIXED_.*", mode = EnumSource.Mode.MATCH_ALL)
  void aDerivedNetworkHasItsHyperNetsPrecisionAndSavesFloat32(
      Precision precision, @TempDir Path folder) {
    ComputedHere.assume(precision);
    Path file = folder.resolve("network.safetensors");
    Evaluation low;
    try (HyperNet<MemoryBank> hyperNet = hyperNet(precision);
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
