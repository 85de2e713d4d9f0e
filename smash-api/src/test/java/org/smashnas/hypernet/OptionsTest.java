package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.smashnas.hypernet.Optimizer.Adam;
import org.smashnas.hypernet.Optimizer.Nesterov;

class OptionsTest {
  @Test
  void aHyperNetIsTrainedAsInThePaperButForAdamsSettings() {
    TrainingOptions options = TrainingOptions.hyperNet().build();
    assertThat(options.optimizer()).isEqualTo(new Adam(1e-3, 0.9, 0.999, 1e-8));
    assertThat(Adam.paper()).isEqualTo(new Adam(1e-3, 0.5, 0.999, 1e-4));
    assertThat(options.epochs()).isEqualTo(100);
    assertThat(options.batchSize()).isEqualTo(50);
    assertThat(options.weightDecay()).isEqualTo(new WeightDecay(1e-4, 1e-4, 0));
    assertThat(options.schedule()).isEqualTo(new Schedule.Cosine());
    assertThat(options.seed()).isZero();
    assertThat(options.augmentations()).isEmpty();
    assertThat(options.validation()).isEmpty();
  }

  @Test
  void aDerivedNetworkIsTrainedAsInThePaper() {
    TrainingOptions options = TrainingOptions.derived().build();
    assertThat(options.optimizer()).isEqualTo(new Nesterov(0.1, 0.9));
    assertThat(options.epochs()).isEqualTo(300);
    assertThat(options.batchSize()).isEqualTo(50);
    assertThat(options.weightDecay()).isEqualTo(new WeightDecay(1e-4, 1e-4, 0));
    assertThat(options.schedule()).isEqualTo(new Schedule.Cosine());
  }

  @Test
  void scoringReEstimatesTheMomentsUnlessToldOtherwise() {
    ScoringOptions options = ScoringOptions.builder().build();
    assertThat(options.batchSize()).isEqualTo(100);
    assertThat(options.normMoments()).isEqualTo(ScoringOptions.NormMoments.RE_ESTIMATED);
    assertThat(options.momentBatches()).isEqualTo(4);
    assertThat(options.seed()).isZero();
    assertThat(ScoringOptions.builder().build()).isEqualTo(options);
  }

  @Test
  void impossibleTrainingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingOptions.hyperNet().epochs(0).build())
        .withMessageContaining("epochs is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingOptions.derived().batchSize(0).build())
        .withMessageContaining("batch size is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingOptions.derived().weightDecay(-1).build())
        .withMessageContaining("weight decay of kernels is -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingOptions.derived().weightDecay(Double.NaN).build())
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingOptions.derived().validateEvery(0).build())
        .withMessageContaining("validate every is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingOptions.derived().maxGradientNorm(0).build())
        .withMessageContaining("max gradient norm is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingOptions.derived().patience(3).build())
        .withMessageContaining("patience is 3")
        .withMessageContaining("validation");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checkpoints.in(Path.of("run")).everyEpochs(0).build())
        .withMessageContaining("every epochs 0");
  }

  @Test
  void impossibleScoringIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScoringOptions.builder().batchSize(0).build())
        .withMessageContaining("batch size is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScoringOptions.builder().momentBatches(0).build())
        .withMessageContaining("moment batches is 0");
  }

  @Test
  void impossibleOptimizersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(0, 0.5, 0.999, 1e-4))
        .withMessageContaining("learning rate is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(1, 1, 0.999, 1e-4))
        .withMessageContaining("beta1 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(1, 0.5, -0.1, 1e-4))
        .withMessageContaining("beta2 -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(1, 0.5, 0.999, 0))
        .withMessageContaining("epsilon 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Nesterov(Double.POSITIVE_INFINITY, 0.9))
        .withMessageContaining("Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Nesterov(0.1, 1))
        .withMessageContaining("momentum 1.0");
  }

  @Test
  void aDivergedTrainingSaysWhereAndWhatToDo() {
    assertThat(new TrainingDivergedException(2, 345, Double.NaN))
        .hasMessageContainingAll("NaN", "step 345", "epoch 2", "learning rate");
  }
}
