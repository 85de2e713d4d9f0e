package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.network.WeightSource;
import org.smashnas.space.WeightSharing;

/** Plain weight sharing, trained and scored like a HyperNet's space. */
class WeightSharingTest {
  private static final WeightSharing<MemoryBank> SPACE = WeightSharing.over(QuadrantTask.SPACE);
  private static final MemoryBank ARCHITECTURE = QuadrantTask.architecture(11);
  private static final Split SPLIT = QuadrantTask.split();

  @Test
  void nothingIsGeneratedAndShapesStay() {
    assertThat(SPACE.network(ARCHITECTURE).weights().values())
        .noneMatch(weight -> weight.source() instanceof WeightSource.Generated);
    assertThat(SPACE.network(ARCHITECTURE).withOwnWeights())
        .isEqualTo(QuadrantTask.SPACE.network(ARCHITECTURE).withOwnWeights());
  }

  @Test
  void itLearnsWithoutAHyperNetAndIsSavedWithWhatItShares(@TempDir Path folder) {
    Path file = folder.resolve("sharing.safetensors");
    Evaluation trained;
    try (HyperNet<MemoryBank> sharing = TensorFlow.hyperNet(SPACE, 1)) {
      double untrained = loss(sharing).loss();
      sharing.train(SPLIT.train(), options());
      trained = loss(sharing);
      assertThat(trained.loss()).isLessThan(0.8 * untrained);
      assertThat(sharing.generateWeights(ARCHITECTURE)).isEmpty();
      sharing.save(file);
    }
    try (HyperNet<MemoryBank> loaded = TensorFlow.loadHyperNet(SPACE, file);
        TrainableNetwork derived = loaded.derive(ARCHITECTURE, 0)) {
      assertThat(loss(loaded)).isEqualTo(trained);
      assertThat(derived.network()).isEqualTo(QuadrantTask.SPACE.derivedNetwork(ARCHITECTURE));
    }
  }

  private static TrainingOptions options() {
    return QuadrantTask.shortTraining()
        .optimizer(new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8))
        .epochs(12)
        .build();
  }

  private static Evaluation loss(HyperNet<MemoryBank> sharing) {
    return sharing.scorer(SPLIT).score(ARCHITECTURE, 1).evaluation();
  }
}
