package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.HyperNetDiagnosis;
import org.smashnas.hypernet.PerceptronHyperNet;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.memorybank.MemoryBank;

/** Evaluations with values in place of those that a HyperNet generates. */
class ForeignWeightsTest {
  private static final Split SPLIT = QuadrantTask.split();
  private static final MemoryBank ARCHITECTURE = QuadrantTask.architecture(11);
  private static final ScoringOptions OPTIONS = ScoringOptions.builder().seed(5).build();

  private static HyperNet<MemoryBank> trained(boolean perceptron) {
    HyperNetArchitecture architecture =
        perceptron ? new PerceptronHyperNet(16, 2) : QuadrantTask.HYPERNET;
    HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(QuadrantTask.SPACE, architecture, 1);
    hyperNet.train(SPLIT.train(), QuadrantTask.shortTraining().build());
    return hyperNet;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itsOwnWeightsGiveAnArchitectureItsScoreAndOthersDoNot(boolean perceptron) {
    try (HyperNet<MemoryBank> hyperNet = trained(perceptron)) {
      Evaluation score = hyperNet.scorer(SPLIT, OPTIONS).score(ARCHITECTURE, 1).evaluation();
      ImmutableMap<String, float[]> own = hyperNet.generateWeights(ARCHITECTURE, 5);
      Evaluation evaluation = hyperNet.evaluate(ARCHITECTURE, own, SPLIT, OPTIONS);
      assertThat(evaluation.loss()).isCloseTo(score.loss(), within(1e-5));
      assertThat(evaluation.error()).isEqualTo(score.error());
      ImmutableMap<String, float[]> turned =
          ImmutableMap.copyOf(Maps.transformValues(own, ForeignWeightsTest::turned));
      assertThat(hyperNet.evaluate(ARCHITECTURE, turned, SPLIT, OPTIONS).loss())
          .isNotCloseTo(score.loss(), within(1e-4));
    }
  }

  private static float[] turned(float[] values) {
    float[] turned = new float[values.length];
    for (int index = 0; index < values.length; index++) {
      turned[index] = values[values.length - 1 - index];
    }
    return turned;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDiagnosisRepeats(boolean perceptron) {
    try (HyperNet<MemoryBank> hyperNet = trained(perceptron)) {
      HyperNetDiagnosis found = hyperNet.diagnose(SPLIT);
      assertThat(hyperNet.diagnose(SPLIT)).isEqualTo(found);
      assertThat(found.noiseLikeness()).isBetween(0.0, perceptron ? 1 + 1e-9 : 1 - 1e-9);
      assertThat(found.generatedShare()).isBetween(0.01, 0.9);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true})
  void valuesOfAnotherShapeAreRefused(boolean perceptron) {
    try (HyperNet<MemoryBank> hyperNet = trained(perceptron)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> hyperNet.evaluate(ARCHITECTURE, ImmutableMap.of(), SPLIT, OPTIONS))
          .withMessageContaining("has 0 values; give");
    }
  }
}
