package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Shape;
import org.smashnas.network.WeightSource;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.Strategies;
import org.smashnas.tf.MlpSpace.Mlp;

/** A space that knows nothing of TensorFlow is trained, scored, searched, derived and saved. */
class CustomSpaceTest {
  private static final MlpSpace SPACE = new MlpSpace();
  private static final HyperNetArchitecture HYPERNET =
      new ConvolutionalHyperNet(5, 6, ImmutableList.of(2, 1));
  private static final Split SPLIT = new Split(examples(120, 1), examples(60, 2), examples(60, 3));
  private static final List<Mlp> CORNERS =
      List.of(
          new Mlp(3, 3, Nonlinearity.RELU),
          new Mlp(5, 7, Nonlinearity.TANH),
          new Mlp(9, 4, Nonlinearity.GELU),
          new Mlp(8, 8, Nonlinearity.RELU));

  private static HyperNet<Mlp> hyperNet;
  private static double firstLoss;
  private static TrainingReport last;

  /** Gaussians around three means; six numbers tell them apart. */
  private static Dataset examples(int count, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    float[][] rows = new float[count][MlpSpace.INPUTS];
    int[] labels = new int[count];
    for (int index = 0; index < count; index++) {
      labels[index] = index % MlpSpace.CLASSES;
      for (int value = 0; value < MlpSpace.INPUTS; value++) {
        double mean = value % MlpSpace.CLASSES == labels[index] ? 1.5 : 0;
        rows[index][value] = (float) (mean + random.nextGaussian());
      }
    }
    return Dataset.of(Shape.vector(MlpSpace.INPUTS), MlpSpace.CLASSES, rows, labels);
  }

  @BeforeAll
  static void train() {
    hyperNet = TensorFlow.hyperNet(SPACE, HYPERNET, 1);
    last = hyperNet.train(SPLIT.train(), training().build());
  }

  private static TrainingOptions.Builder training() {
    return TrainingOptions.hyperNet()
        .optimizer(new Optimizer.Adam(0.01, 0.5, 0.999, 1e-4))
        .epochs(20)
        .batchSize(20)
        .listener(
            new TrainingListener() {
              @Override
              public void onEpoch(TrainingReport epoch) {
                firstLoss = epoch.epoch() == 0 ? epoch.loss() : firstLoss;
              }
            });
  }

  @AfterAll
  static void close() {
    hyperNet.close();
  }

  @Test
  void itsHyperNetLearns() {
    assertThat(last.loss()).isLessThan(0.8 * firstLoss);
  }

  @Test
  void itsCornersScoreBetterThanChanceAndRepeat() {
    Scorer<Mlp> scorer = hyperNet.scorer(SPLIT);
    double error =
        CORNERS.stream()
            .mapToDouble(corner -> scorer.score(corner, 1).evaluation().error())
            .average()
            .orElseThrow();
    assertThat(error).isLessThan(0.45); // chance is 0.67
    assertThat(loss(hyperNet.scorer(SPLIT), CORNERS.get(0)))
        .isEqualTo(loss(scorer, CORNERS.get(0)));
  }

  private static double loss(Scorer<Mlp> scorer, Mlp architecture) {
    return scorer.score(architecture, 1).evaluation().loss();
  }

  @Test
  void itsScoresDoNotDependOnWhichArchitectureNamedASharedTensorFirst() {
    assertThat(lossesOfUntrained(Lists.reverse(CORNERS))).isEqualTo(lossesOfUntrained(CORNERS));
  }

  private static Map<Mlp, Double> lossesOfUntrained(List<Mlp> order) {
    try (HyperNet<Mlp> untrained = TensorFlow.hyperNet(SPACE, HYPERNET, 5)) {
      Scorer<Mlp> scorer = untrained.scorer(SPLIT);
      return order.stream().collect(Collectors.toMap(each -> each, each -> loss(scorer, each)));
    }
  }

  /** All examples at once, so that the executor's norms and the scorer's see the same batch. */
  @Test
  void itsScoresAreThoseOfItsNetworkWithTheGeneratedAndTheSharedWeights(@TempDir Path folder) {
    Dataset many = examples(1000, 9);
    Mlp candidate = new Mlp(5, 7, Nonlinearity.GELU);
    ScoringOptions atOnce = ScoringOptions.builder().batchSize(1000).momentBatches(1).build();
    hyperNet.save(folder.resolve("trained"));
    Map<String, NamedTensor> saved = WeightFile.read(folder.resolve("trained")).tensors();
    Map<String, float[]> generated = hyperNet.generateWeights(candidate);
    ReferenceExecutor reference =
        new ReferenceExecutor(
            SPACE.network(candidate),
            weight ->
                doubles(
                    weight.source() instanceof WeightSource.Shared shared
                        ? saved.get("shared/" + shared.tensor()).values()
                        : generated.get(weight.name()),
                    weight.shape().size()));
    double expected = reference.loss(rows(many), labels(many));
    Split all = new Split(many, many, many);
    assertThat(loss(hyperNet.scorer(all, atOnce), candidate)).isCloseTo(expected, within(1e-3));
  }

  /** The leading values: all shared tensors of this space are cut along their first axis alone. */
  private static double[] doubles(float[] values, int count) {
    return IntStream.range(0, count).mapToDouble(index -> values[index]).toArray();
  }

  private static double[][] rows(Dataset examples) {
    return IntStream.range(0, examples.size())
        .mapToObj(
            index -> {
              float[] row = new float[MlpSpace.INPUTS];
              examples.read(index, FloatBuffer.wrap(row));
              return doubles(row, row.length);
            })
        .toArray(double[][]::new);
  }

  private static int[] labels(Dataset examples) {
    return IntStream.range(0, examples.size()).map(examples::label).toArray();
  }

  @Test
  void itsWeightsAreCutToTheirSizes() {
    ImmutableMap<String, float[]> weights =
        hyperNet.generateWeights(new Mlp(5, 7, Nonlinearity.RELU));
    assertThat(weights.keySet()).containsExactly("first", "second", "second.bias");
    assertThat(weights.get("first")).hasSize(6 * 5);
    assertThat(weights.get("second")).hasSize(5 * 7);
    assertThat(weights.get("second.bias")).hasSize(7);
    assertThat(normOf(weights.get("second"))).isCloseTo(1, within(1e-5));
  }

  private static double normOf(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void itIsSearched() {
    SearchResult<Mlp> result =
        Search.over(SPACE)
            .scoredBy(hyperNet.scorer(SPLIT))
            .strategy(Strategies.<Mlp>random(4).then(Strategies.perturbBest(2, 0.3)))
            .run();
    assertThat(result.trials()).hasSize(6);
    assertThat(result.best().error()).isLessThan(0.5);
  }

  @Test
  void itsNetworksAreDerivedAndTrained() {
    for (Mlp corner : CORNERS.subList(0, 3)) {
      try (TrainableNetwork derived = hyperNet.derive(corner, 1)) {
        assertThat(derived.network()).isEqualTo(SPACE.network(corner).withOwnWeights());
        derived.train(SPLIT.train(), TrainingOptions.derived().epochs(8).batchSize(20).build());
        assertThat(derived.evaluate(SPLIT.test()).error()).as("%s", corner).isLessThan(0.45);
      }
    }
  }

  @Test
  void itsHyperNetIsSavedWithTheTensorsThatOnlySomeArchitecturesName(@TempDir Path folder) {
    Path file = folder.resolve("perceptrons");
    hyperNet.save(file);
    try (HyperNet<Mlp> loaded = TensorFlow.loadHyperNet(SPACE, file)) {
      assertThat(loaded.parameters()).isEqualTo(hyperNet.parameters());
      for (Mlp corner : CORNERS) {
        assertThat(loss(loaded.scorer(SPLIT), corner))
            .as("%s", corner)
            .isEqualTo(loss(hyperNet.scorer(SPLIT), corner));
      }
    }
  }

  @Test
  void tensorsNamedAfterLoadingStartAsTheyWouldHave(@TempDir Path folder) {
    Path file = folder.resolve("untrained");
    try (HyperNet<Mlp> untrained = TensorFlow.hyperNet(SPACE, HYPERNET, 5)) {
      untrained.save(file);
      try (HyperNet<Mlp> loaded = TensorFlow.loadHyperNet(SPACE, file)) {
        loaded.train(SPLIT.train(), training().epochs(1).build());
        untrained.train(SPLIT.train(), training().epochs(1).build());
        for (Mlp corner : CORNERS) {
          assertThat(loss(loaded.scorer(SPLIT), corner))
              .as("%s", corner)
              .isEqualTo(loss(untrained.scorer(SPLIT), corner));
        }
      }
    }
  }
}
