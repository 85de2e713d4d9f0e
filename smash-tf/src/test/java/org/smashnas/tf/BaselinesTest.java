package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.network.Shape;
import org.smashnas.search.Objective;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.Strategies;

class BaselinesTest {
  private static final Split SPLIT = QuadrantTask.split();
  private static final List<MemoryBank> ARCHITECTURES =
      IntStream.range(0, 3).mapToObj(QuadrantTask::architecture).toList();

  private static Baselines<MemoryBank> baselines() {
    return TensorFlow.baselines(QuadrantTask.SPACE).batchSize(16);
  }

  static Stream<Function<Baselines<MemoryBank>, Scorer<MemoryBank>>> proxies() {
    return Stream.of(
        Baselines::synflow,
        baselines -> baselines.naswot(SPLIT.train()),
        baselines -> baselines.gradientNorm(SPLIT.train()));
  }

  @ParameterizedTest
  @MethodSource("proxies")
  void equalSeedAndArchitectureGiveEqualScoresAtAnyFidelity(
      Function<Baselines<MemoryBank>, Scorer<MemoryBank>> proxy) {
    List<Double> losses = losses(proxy.apply(baselines().seed(1)), 1);
    assertThat(losses).doesNotHaveDuplicates().allMatch(Double::isFinite);
    assertThat(losses(proxy.apply(baselines().seed(1)), 0.3)).isEqualTo(losses);
    assertThat(losses(proxy.apply(baselines().seed(2)), 1)).doesNotContainAnyElementsOf(losses);
  }

  private static List<Double> losses(Scorer<MemoryBank> scorer, double fidelity) {
    return ARCHITECTURES.stream()
        .map(architecture -> scorer.score(architecture, fidelity).evaluation().loss())
        .toList();
  }

  @Test
  void settingsChangedLaterDoNotReachAScorer() {
    Baselines<MemoryBank> baselines = baselines().seed(1);
    Scorer<MemoryBank> scorer = baselines.synflow();
    List<Double> before = losses(scorer, 1);
    baselines.seed(2);
    assertThat(losses(scorer, 1)).isEqualTo(before);
  }

  @Test
  void aSearchMakesAProxyLarge() {
    SearchResult<MemoryBank> result =
        Search.over(QuadrantTask.SPACE)
            .scoredBy(baselines().synflow())
            .strategy(Strategies.random(5))
            .minimise(Objective.loss())
            .run();
    assertThat(result.trials()).noneMatch(trial -> trial.isFailed());
    assertThat(result.best().evaluation().loss())
        .isEqualTo(
            result.trials().stream()
                .mapToDouble(trial -> trial.evaluation().loss())
                .min()
                .orElseThrow());
  }

  @Test
  void examplesOfAnotherShapeAreRefused() {
    Dataset other = Dataset.of(new Shape(2, 2, 1), 4, new float[2][4], new int[2]);
    for (Scorer<MemoryBank> scorer :
        List.of(baselines().naswot(other), baselines().gradientNorm(other))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> scorer.score(ARCHITECTURES.get(0), 1))
          .withMessageContainingAll("2x2x1", "8x8x1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baselines().batchSize(0))
        .withMessageContaining("batch size is 0");
  }

  @Test
  void aShortTrainingRepeatsAndALongerOneIsBetter() {
    MemoryBank architecture = ARCHITECTURES.get(1);
    TrainingOptions.Builder options =
        TrainingOptions.derived()
            .optimizer(QuadrantTask.shortTraining().build().optimizer())
            .batchSize(20);
    Scorer<MemoryBank> brief = baselines().training(SPLIT, options.epochs(1).build());
    Evaluation evaluation = brief.score(architecture, 1).evaluation();
    assertThat(brief.score(architecture, 1).evaluation()).isEqualTo(evaluation);
    assertThat(brief.score(architecture, 0.5).evaluation()).isNotEqualTo(evaluation);
    Scorer<MemoryBank> longer = baselines().training(SPLIT, options.epochs(8).build());
    assertThat(longer.score(architecture, 1).evaluation().loss()).isLessThan(evaluation.loss());
  }

  @Test
  void trainingsThatWouldShareCheckpointsAreRefused(@TempDir Path folder) {
    TrainingOptions options = TrainingOptions.derived().epochs(1).checkpointTo(folder).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baselines().training(SPLIT, options))
        .withMessageContaining("leave them out");
  }
}
