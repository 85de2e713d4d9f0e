package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Score.Predictions;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.hypernet.ScoringOptions.NormMoments;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.network.Network;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightSource;

/** What one trained HyperNet gives: scores, generated weights, derived networks. */
class HyperNetScoringTest {
  private static final Split SPLIT = QuadrantTask.split();
  private static final MemoryBank FIRST = QuadrantTask.architecture(11);
  private static final MemoryBank SECOND = QuadrantTask.architecture(12);

  private static HyperNet<MemoryBank> hyperNet;

  @BeforeAll
  static void train() {
    hyperNet = QuadrantTask.hyperNet(1);
    hyperNet.train(SPLIT.train(), QuadrantTask.shortTraining().build());
  }

  @AfterAll
  static void close() {
    hyperNet.close();
  }

  @Test
  void aScoreDoesNotDependOnWhatWasScoredBefore() {
    Scorer<MemoryBank> scorer = hyperNet.scorer(SPLIT);
    double first = loss(scorer, FIRST);
    double second = loss(scorer, SECOND);
    assertThat(second).isNotEqualTo(first);
    Scorer<MemoryBank> other = hyperNet.scorer(SPLIT);
    assertThat(loss(other, SECOND)).isEqualTo(second);
    assertThat(loss(other, FIRST)).isEqualTo(first);
    assertThat(loss(scorer, FIRST)).isEqualTo(first);
  }

  private static double loss(Scorer<MemoryBank> scorer, MemoryBank architecture) {
    return scorer.score(architecture, 1).evaluation().loss();
  }

  @Test
  void severalThreadsMayScore() {
    Scorer<MemoryBank> scorer = hyperNet.scorer(SPLIT);
    List<MemoryBank> candidates = List.of(FIRST, SECOND, FIRST, SECOND);
    List<Double> losses =
        candidates.parallelStream().map(candidate -> loss(scorer, candidate)).toList();
    assertThat(losses)
        .containsExactly(
            loss(scorer, FIRST), loss(scorer, SECOND), loss(scorer, FIRST), loss(scorer, SECOND));
  }

  @Test
  void theSeedOfScoringMatters() {
    assertThat(loss(hyperNet.scorer(SPLIT, ScoringOptions.builder().seed(1).build()), FIRST))
        .isNotEqualTo(loss(hyperNet.scorer(SPLIT), FIRST));
  }

  @Test
  void fidelityUsesTheFirstPartOfTheValidationExamples() {
    Scorer<MemoryBank> scorer = hyperNet.scorer(SPLIT);
    Predictions all = predictions(scorer.score(FIRST, 1));
    Predictions part = predictions(scorer.score(FIRST, 0.3));
    assertThat(all.labels()).hasSize(50);
    assertThat(part.labels()).isEqualTo(Arrays.copyOf(all.labels(), 15));
    for (int row = 0; row < 15; row++) {
      assertThat(part.logProbabilities()[row])
          .containsExactly(all.logProbabilities()[row], within(1e-4f));
    }
  }

  private static Predictions predictions(Score score) {
    return score.predictions().orElseThrow();
  }

  @Test
  void theLeastFidelityUsesOneExample() {
    Score score = hyperNet.scorer(SPLIT).score(FIRST, 1e-9);
    assertThat(predictions(score).labels()).hasSize(1);
  }

  @Test
  void fidelityBeyondItsRangeIsRefused() {
    Scorer<MemoryBank> scorer = hyperNet.scorer(SPLIT);
    for (double fidelity : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> scorer.score(FIRST, fidelity))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fidelity is " + fidelity + "; it must be above 0 and at most 1");
    }
  }

  @Test
  void predictionsAreLogProbabilitiesAndMakeTheEvaluation() {
    Score score = hyperNet.scorer(SPLIT).score(FIRST, 1);
    Predictions predictions = predictions(score);
    for (float[] row : predictions.logProbabilities()) {
      assertThat(row).hasSize(QuadrantTask.CLASSES);
      assertThat(sumOfExponentials(row)).isCloseTo(1, within(1e-5));
    }
    for (int example = 0; example < 50; example++) {
      assertThat(predictions.labels()[example]).isEqualTo(SPLIT.validation().label(example));
    }
    assertThat(Evaluation.of(predictions)).isEqualTo(score.evaluation());
  }

  private static double sumOfExponentials(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += Math.exp(value);
    }
    return sum;
  }

  @Test
  void theSizeOfBatchesDoesNotChangeScoresBySharedAverages() {
    double small = loss(sharedAverages(7), FIRST);
    assertThat(loss(sharedAverages(100), FIRST)).isCloseTo(small, within(1e-4));
  }

  @Test
  void sharedAveragesGiveOtherScores() {
    double shared = loss(sharedAverages(100), FIRST);
    assertThat(shared).isFinite().isNotEqualTo(loss(hyperNet.scorer(SPLIT), FIRST));
    assertThat(loss(sharedAverages(100), FIRST)).isEqualTo(shared);
  }

  private static Scorer<MemoryBank> sharedAverages(int batchSize) {
    return hyperNet.scorer(
        SPLIT,
        ScoringOptions.builder()
            .normMoments(NormMoments.SHARED_AVERAGES)
            .batchSize(batchSize)
            .build());
  }

  @Test
  void momentBatchesBeyondTheTrainingExamplesAreAllThereAre() {
    ScoringOptions many = ScoringOptions.builder().batchSize(60).momentBatches(1000).build();
    ScoringOptions two = ScoringOptions.builder().batchSize(60).momentBatches(2).build();
    ScoringOptions one = ScoringOptions.builder().batchSize(60).momentBatches(1).build();
    double all = loss(hyperNet.scorer(SPLIT, many), FIRST);
    assertThat(loss(hyperNet.scorer(SPLIT, two), FIRST)).isEqualTo(all);
    assertThat(loss(hyperNet.scorer(SPLIT, one), FIRST)).isNotEqualTo(all);
  }

  @Test
  void examplesOfOtherClassesAreRefusedNamingBoth() {
    Dataset other = Dataset.of(QuadrantTask.SHAPE, 7, new float[2][64], new int[2]);
    assertThatThrownBy(() -> hyperNet.scorer(new Split(other, other, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("validation examples have 7 classes")
        .hasMessageContaining("tells 4 apart");
  }

  @Test
  void aScorerEndsWithItsHyperNet() {
    Scorer<MemoryBank> scorer;
    try (HyperNet<MemoryBank> ended = QuadrantTask.hyperNet(1)) {
      scorer = ended.scorer(SPLIT);
    }
    assertThatThrownBy(() -> scorer.score(FIRST, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("HyperNet is closed");
  }

  @Test
  void generatedWeightsHaveTheNamesAndSizesOfTheNetworksGeneratedOnes() {
    ImmutableMap<String, float[]> weights = hyperNet.generateWeights(FIRST);
    List<Weight> generated =
        QuadrantTask.SPACE.network(FIRST).weights().values().stream()
            .filter(weight -> weight.source() instanceof WeightSource.Generated)
            .toList();
    assertThat(weights.keySet())
        .containsExactlyElementsOf(generated.stream().map(Weight::name).toList());
    for (Weight weight : generated) {
      assertThat(weights.get(weight.name())).hasSize(weight.shape().size());
    }
  }

  @Test
  void generatedWeightsHaveNormOne() {
    for (float[] weight : hyperNet.generateWeights(FIRST).values()) {
      double squares = 0;
      for (float value : weight) {
        squares += (double) value * value;
      }
      assertThat(squares).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void generatedWeightsRepeatAndDifferBetweenArchitectures() {
    float[] first = firstWeight(FIRST);
    assertThat(Arrays.copyOf(firstWeight(SECOND), 20)).isNotEqualTo(Arrays.copyOf(first, 20));
    assertThat(firstWeight(FIRST)).isEqualTo(first);
  }

  private static float[] firstWeight(MemoryBank architecture) {
    return hyperNet.generateWeights(architecture).values().asList().get(0);
  }

  @Test
  void anArchitectureOfAnotherSpaceIsRefused() {
    MemoryBank other = new MemoryBank(ImmutableList.of());
    String message = "architecture has 0 block(s); its space has 2";
    assertThatThrownBy(() -> hyperNet.scorer(SPLIT).score(other, 1)).hasMessage(message);
    assertThatThrownBy(() -> hyperNet.generateWeights(other)).hasMessage(message);
    assertThatThrownBy(() -> hyperNet.derive(other, 0)).hasMessage(message);
  }

  @Test
  void aDerivedNetworkIsTheSpacesAndOutlivesTheHyperNet() {
    TrainableNetwork derived;
    try (HyperNet<MemoryBank> ended = QuadrantTask.hyperNet(1)) {
      derived = ended.derive(FIRST, 3);
    }
    try (derived) {
      Network expected = QuadrantTask.SPACE.derivedNetwork(FIRST);
      assertThat(derived.network()).isEqualTo(expected);
      TrainingOptions options = TrainingOptions.derived().epochs(4).batchSize(20).build();
      derived.train(SPLIT.train(), options);
      assertThat(derived.evaluate(SPLIT.test()).error()).isLessThan(0.4); // chance is 0.75
    }
  }

  @Test
  void theSeedOfADerivedNetworkGivesItsInitialWeights() {
    float[][] images = {new float[64], new float[64]};
    Arrays.fill(images[1], 1);
    float[][] first = predictOnce(3, images);
    assertThat(predictOnce(3, images)).isDeepEqualTo(first);
    assertThat(predictOnce(4, images)[1]).isNotEqualTo(first[1]);
  }

  private static float[][] predictOnce(long seed, float[][] images) {
    try (TrainableNetwork derived = hyperNet.derive(FIRST, seed)) {
      return derived.predict(images);
    }
  }
}
