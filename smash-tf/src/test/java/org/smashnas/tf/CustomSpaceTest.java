package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Shape;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.Strategies;
import org.smashnas.tf.MlpSpace.Mlp;

/** A space that knows nothing of TensorFlow is trained, scored, searched, derived and saved. */
class CustomSpaceTest {
  private static final MlpSpace SPACE = new MlpSpace();
  private static final HyperNetArchitecture HYPERNET =
      new HyperNetArchitecture(5, 6, ImmutableList.of(2, 1));
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
        .epochs(10)
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
  void everyCornerOfItScoresBetterThanChanceAndRepeats() {
    Scorer<Mlp> scorer = hyperNet.scorer(SPLIT);
    for (Mlp corner : CORNERS) {
      assertThat(scorer.score(corner, 1).evaluation().error()).as("%s", corner).isLessThan(0.5);
    }
    assertThat(loss(hyperNet.scorer(SPLIT), CORNERS.get(0)))
        .isEqualTo(loss(scorer, CORNERS.get(0)));
  }

  private static double loss(Scorer<Mlp> scorer, Mlp architecture) {
    return scorer.score(architecture, 1).evaluation().loss();
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
