package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.smashnas.cells.Cell;
import org.smashnas.cells.CellSpace;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightSource;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.WeightSharing;

class HyperNetDiagnosisTest {
  private static final CellSpace SPACE =
      CellSpace.builder().input(4, 4, 1).classes(2).width(2).cellsPerStage(1).stages(2).build();
  private static final Dataset EXAMPLES =
      Dataset.of(SPACE.input(), 2, new float[][] {new float[16], new float[16]}, new int[] {0, 1});
  private static final Split SPLIT = new Split(EXAMPLES, EXAMPLES, EXAMPLES);

  /**
   * Writes Gaussian values by a seed, and finds a loss that grows with the distance from what it
   * wrote.
   */
  private record Written(
      ArchitectureSpace<Cell> space, BiFunction<Cell, Weight, Long> seeds, long seedOfNoise)
      implements HyperNet<Cell> {
    @Override
    public ImmutableMap<String, float[]> generateWeights(Cell architecture, long seed) {
      return SPACE.network(architecture).weights().values().stream()
          .filter(weight -> weight.source() instanceof WeightSource.Generated)
          .collect(
              ImmutableMap.toImmutableMap(
                  Weight::name,
                  weight ->
                      WeightStatistics.random(
                          ones(weight),
                          new SplittableRandom(
                              seeds.apply(architecture, weight) + seedOfNoise * seed))));
    }

    private static float[] ones(Weight weight) {
      float[] ones = new float[weight.shape().size()];
      java.util.Arrays.fill(ones, 1);
      return ones;
    }

    @Override
    public Evaluation evaluate(
        Cell architecture,
        ImmutableMap<String, float[]> weights,
        Split data,
        ScoringOptions options) {
      ImmutableMap<String, float[]> own = generateWeights(architecture, options.seed());
      double loss =
          own.keySet().stream()
              .mapToDouble(name -> 1 - WeightStatistics.cosine(own.get(name), weights.get(name)))
              .average()
              .orElseThrow();
      return new Evaluation(0, 0, loss);
    }

    @Override
    public long parameters() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TrainingReport train(Dataset training, TrainingOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Scorer<Cell> scorer(Split data, ScoringOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TrainableNetwork derive(Cell architecture, InitialWeights initial, long seed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ConditionGradients conditionGradients(
        Cell architecture, Dataset examples, int batchSize) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void save(Path file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static long shapeSeed(Weight weight) {
    return (long) weight.shape().hashCode() + (weight.name().startsWith("stage0") ? 1 : 0);
  }

  @Test
  void aHyperNetThatWritesByShapeAloneIsAConstant() {
    HyperNetDiagnosis found =
        new Written(SPACE, (cell, weight) -> shapeSeed(weight), 0).diagnose(SPLIT);
    assertThat(found.isConstant()).isTrue();
    assertThat(found.conditionCost()).isCloseTo(0, within(1e-6));
    assertThat(found.conditionLikeness()).isCloseTo(1, within(1e-6));
    assertThat(found.losses().mean()).isCloseTo(found.losses().own(), within(1e-6));
    assertThat(found.verdict()).startsWith("the HyperNet has become a constant");
  }

  @Test
  void aHyperNetThatTellsPlacesApartMayKnowNothingOfTheRest() {
    HyperNetDiagnosis found =
        new Written(SPACE, (cell, weight) -> (long) weight.name().hashCode(), 0).diagnose(SPLIT);
    assertThat(found.isConstant()).isFalse();
    assertThat(found.conditionCost()).isGreaterThan(0.3);
    assertThat(found.contextCost()).isCloseTo(0, within(1e-6));
    assertThat(found.noiseLikeness()).isCloseTo(1, within(1e-6));
  }

  @Test
  void aHyperNetThatWritesForTheWholeArchitectureMissesIt() {
    HyperNetDiagnosis found =
        new Written(
                SPACE,
                (cell, weight) -> 31L * weight.name().hashCode() + cell.digits().hashCode(),
                77)
            .diagnose(SPLIT);
    assertThat(found.contextCost()).isGreaterThan(0.5);
    assertThat(found.conditionLikeness()).isBetween(-0.2, 0.2);
    assertThat(found.noiseLikeness()).isBetween(-0.3, 0.3);
    assertThat(found.generatedShare()).isBetween(0.3, 1.0);
    assertThat(found.verdict()).startsWith("the HyperNet tells architectures apart");
  }

  @Test
  void aSpaceThatGeneratesNothingHasNothingToDiagnose() {
    HyperNet<Cell> sharing =
        new Written(WeightSharing.over(SPACE), (cell, weight) -> shapeSeed(weight), 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sharing.diagnose(SPLIT))
        .withMessageContaining("0 have generated weights");
  }

  @Test
  void oneArchitectureIsTooFew() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DiagnosisOptions.builder().architectures(1).build())
        .withMessageContaining("architectures is 1");
  }
}
