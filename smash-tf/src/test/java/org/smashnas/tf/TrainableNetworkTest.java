package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingDivergedException;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;

/** What a user sees of a network that is trained alone. */
class TrainableNetworkTest {
  private static final Dataset EXAMPLES = QuadrantTask.examples(60, 1);
  private static final Dataset OTHERS = QuadrantTask.examples(210, 2);

  @TempDir private Path folder;

  /** A convolution with a norm, a pool, and a classifier. */
  private static Network network() {
    Network.Builder network = Network.builder(QuadrantTask.SHAPE);
    Convolution convolution =
        Convolution.of(Weight.own("convolution", new WeightShape(3, 3, 1, 4)));
    BatchNorm norm =
        new BatchNorm(
            "norm",
            Weight.own("scale", WeightShape.vector(4)),
            Weight.own("offset", WeightShape.vector(4)));
    Dense logits =
        new Dense(
            Weight.own("logits", WeightShape.matrix(16, QuadrantTask.CLASSES)),
            Optional.of(Weight.own("bias", WeightShape.vector(QuadrantTask.CLASSES))));
    Layer layer = network.add("convolution", convolution, network.input());
    layer = network.add("norm", norm, layer);
    layer = network.add("relu", new Activation(Nonlinearity.RELU), layer);
    layer = network.add("pool", new Pool(Pool.Kind.AVERAGE, 4, 4), layer);
    return network.build(network.add("logits", logits, layer));
  }

  private static TrainingOptions.Builder shortTraining() {
    return TrainingOptions.derived().epochs(5).batchSize(20);
  }

  private static TrainableNetwork trained() {
    TrainableNetwork made = TensorFlow.network(network(), 1);
    made.train(EXAMPLES, shortTraining().build());
    return made;
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(Optimizer.Nesterov.paper(), new Optimizer.Adam(0.02, 0.9, 0.999, 1e-8));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void itLearns(Optimizer optimizer) {
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      double before = made.evaluate(OTHERS).loss();
      TrainingReport report =
          made.train(EXAMPLES, shortTraining().epochs(10).optimizer(optimizer).build());
      Evaluation after = made.evaluate(OTHERS);
      assertThat(report.error()).isLessThan(0.2);
      assertThat(after.loss()).isLessThan(0.7 * before);
      assertThat(after.error()).isLessThan(0.3); // chance is 0.75
    }
  }

  @Test
  void trainingAgainGoesOn() {
    TrainingOptions options = shortTraining().epochs(2).build();
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      double first = made.train(EXAMPLES, options).loss();
      assertThat(made.train(EXAMPLES, options).loss()).isLessThan(first);
    }
  }

  @Test
  void trainingAgainByAdamGoesOnWithStepsOfTheSameSize() {
    double rate = 1e-3;
    double[] moves = moves(new Optimizer.Adam(rate, 0.9, 0.999, 1e-8), 10);
    for (int step = 0; step < 10; step++) {
      assertThat(moves[step]).isCloseTo(rate * (step + 1), withinPercentage(2));
    }
  }

  @Test
  void trainingAgainByNesterovKeepsItsVelocity() {
    double rate = 1e-2;
    double gradient = 0.5;
    double[] moves = moves(new Optimizer.Nesterov(rate, 0.9), 2);
    assertThat(moves[0]).isCloseTo(rate * 1.9 * gradient, withinPercentage(2));
    assertThat(moves[1]).isCloseTo(rate * (1.9 + 2.71) * gradient, withinPercentage(2));
  }

  /**
   * How far a bias is after each of several trainings of one step. The example is 0, so the bias
   * alone moves, and its gradient stays near one half.
   */
  private static double[] moves(Optimizer optimizer, int trainings) {
    Dense dense =
        new Dense(
            Weight.own("matrix", WeightShape.matrix(1, 2)),
            Optional.of(Weight.own("bias", WeightShape.vector(2))));
    Network.Builder network = Network.builder(Shape.vector(1));
    Layer logits = network.add("logits", dense, network.input());
    Dataset zero = Dataset.of(Shape.vector(1), 2, new float[1][1], new int[1]);
    TrainingOptions oneStep = shortTraining().epochs(1).weightDecay(0).optimizer(optimizer).build();
    double[] moves = new double[trainings];
    try (TrainableNetwork made = TensorFlow.network(network.build(logits), 1)) {
      for (int training = 0; training < trainings; training++) {
        made.train(zero, oneStep);
        float[] row = made.predict(new float[1][1])[0];
        moves[training] = Math.log(row[0] / row[1]) / 2;
      }
    }
    return moves;
  }

  @Test
  void weightDecayPullsWeightsTowardsZero() {
    Dataset zeros = Dataset.of(QuadrantTask.SHAPE, 4, new float[2][64], new int[] {0, 1});
    TrainingOptions decaying =
        shortTraining().optimizer(new Optimizer.Nesterov(0.1, 0)).weightDecay(1).build();
    double before = sizeOfLogits(made -> {});
    assertThat(sizeOfLogits(made -> made.train(zeros, decaying))).isLessThan(0.8 * before);
  }

  /** The norm of the matrix after a treatment. On zeros the loss does not move it. */
  private double sizeOfLogits(Consumer<TrainableNetwork> treatment) {
    Path file = folder.resolve("sized");
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      treatment.accept(made);
      made.save(file);
    }
    double squares = 0;
    for (float value : WeightFile.read(file).tensors().get("logits").values()) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void runningMomentsComeToThoseOfTheExamples() {
    TrainingOptions still =
        shortTraining()
            .batchSize(60)
            .epochs(120)
            .weightDecay(0)
            .optimizer(new Optimizer.Nesterov(1e-12, 0))
            .build();
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      double before = made.evaluate(EXAMPLES).loss();
      double inTraining = made.train(EXAMPLES, still).loss();
      assertThat(inTraining).isNotCloseTo(before, within(0.01));
      assertThat(made.evaluate(EXAMPLES).loss()).isCloseTo(inTraining, within(1e-4));
    }
  }

  private static float[][] image(float value) {
    float[] image = new float[64];
    Arrays.fill(image, value);
    return new float[][] {image};
  }

  @Test
  void anotherOptimiserIsRefused() {
    try (TrainableNetwork made = trained()) {
      TrainingOptions adam = shortTraining().optimizer(Optimizer.Adam.paper()).build();
      assertThatThrownBy(() -> made.train(EXAMPLES, adam))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was trained by Nesterov")
          .hasMessageContaining("not with Adam");
    }
  }

  @Test
  void predictionsAreProbabilitiesAndAgreeWithEvaluation() {
    float[][] images = images(OTHERS);
    try (TrainableNetwork made = trained()) {
      float[][] predictions = made.predict(images);
      Evaluation evaluation = made.evaluate(OTHERS);
      double loss = 0;
      int wrong = 0;
      for (int example = 0; example < images.length; example++) {
        float[] row = predictions[example];
        assertThat(sum(row)).isCloseTo(1, within(1e-5));
        loss -= Math.log(row[OTHERS.label(example)]) / images.length;
        wrong += best(row) == OTHERS.label(example) ? 0 : 1;
      }
      assertThat(evaluation.error()).isEqualTo((double) wrong / images.length);
      assertThat(evaluation.loss()).isCloseTo(loss, within(1e-5));
    }
  }

  private static double sum(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += value;
    }
    return sum;
  }

  private static int best(float[] row) {
    int best = 0;
    for (int index = 1; index < row.length; index++) {
      best = row[index] > row[best] ? index : best;
    }
    return best;
  }

  private static float[][] images(Dataset examples) {
    float[][] images = new float[examples.size()][64];
    for (int index = 0; index < images.length; index++) {
      examples.read(index, FloatBuffer.wrap(images[index]));
    }
    return images;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 201})
  void anyNumberOfExamplesIsEvaluatedAsOneByOne(int count) {
    try (TrainableNetwork made = trained()) {
      double loss = 0;
      double error = 0;
      for (int index = 0; index < count; index++) {
        Evaluation one = made.evaluate(OTHERS.subset(new int[] {index}));
        loss += one.loss() / count;
        error += one.error() / count;
      }
      Evaluation all = made.evaluate(OTHERS.head(count));
      assertThat(all.loss()).isCloseTo(loss, within(1e-5));
      assertThat(all.error()).isCloseTo(error, within(1e-9));
    }
  }

  @Test
  void batchesOfOneAndASingleExampleTrain() {
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      TrainingOptions ones = shortTraining().batchSize(1).epochs(2).build();
      assertThat(made.train(EXAMPLES.head(5), ones).loss()).isFinite();
      TrainingReport report = made.train(EXAMPLES.head(1), shortTraining().epochs(20).build());
      assertThat(report.error()).isZero();
      assertThat(made.evaluate(EXAMPLES.head(1)).loss()).isFinite();
    }
  }

  @Test
  void noImagesGiveNoPredictions() {
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      assertThat(made.predict(new float[0][])).isEmpty();
    }
  }

  @Test
  void anImageOfAnotherSizeIsRefusedNamingBoth() {
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      assertThatThrownBy(() -> made.predict(new float[][] {new float[64], new float[63]}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("image 1 has 63 values; the network reads 64 (8x8x1)");
    }
  }

  @Test
  void examplesThatDoNotFitAreRefusedNamingBoth() {
    Dataset wide = Dataset.of(Shape.vector(64), 4, new float[1][64], new int[1]);
    Dataset other = Dataset.of(QuadrantTask.SHAPE, 7, new float[1][64], new int[1]);
    TrainingOptions measured = shortTraining().validation(wide).build();
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      assertThatThrownBy(() -> made.evaluate(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("7 classes")
          .hasMessageContaining("tells 4 apart");
      assertThatThrownBy(() -> made.train(EXAMPLES, measured))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("validation examples have shape 1x1x64")
          .hasMessageContaining("8x8x1");
    }
  }

  @Test
  void generatedAndSharedWeightsAreRefused() {
    Network scored = QuadrantTask.SPACE.network(QuadrantTask.architecture(1));
    assertThatThrownBy(() -> TensorFlow.network(scored, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight stem is not the network's own")
        .hasMessageContaining("withOwnWeights");
  }

  @Test
  void validationExamplesAreMeasuredAfterEachEpoch() {
    List<TrainingReport> reports = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(TrainingReport epoch) {
            reports.add(epoch);
          }
        };
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      made.train(EXAMPLES, shortTraining().validation(OTHERS).listener(listener).build());
      assertThat(reports).hasSize(5).allMatch(report -> report.validation().isPresent());
      assertThat(reports.get(4).validation()).hasValue(made.evaluate(OTHERS));
    }
  }

  @Test
  void divergenceIsReported() {
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      TrainingOptions absurd = shortTraining().optimizer(new Optimizer.Nesterov(1e30, 0.9)).build();
      assertThatThrownBy(() -> made.train(EXAMPLES, absurd))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("smaller learning rate");
    }
  }

  @Test
  void equalSeedsGiveEqualFilesAndOthersOtherFiles() throws IOException {
    byte[] first = saved(1, 2);
    assertThat(saved(1, 2)).isEqualTo(first);
    assertThat(saved(3, 2)).as("other initial weights").isNotEqualTo(first);
    assertThat(saved(1, 4)).as("other training").isNotEqualTo(first);
  }

  private byte[] saved(long seed, long trainingSeed) throws IOException {
    Path file = folder.resolve("saved");
    try (TrainableNetwork made = TensorFlow.network(network(), seed)) {
      made.train(EXAMPLES, shortTraining().epochs(1).seed(trainingSeed).build());
      made.save(file);
    }
    return Files.readAllBytes(file);
  }

  @Test
  void aLoadedNetworkPredictsTheSameAndTrainsOn() {
    Path file = folder.resolve("network.safetensors");
    float[][] images = images(OTHERS);
    try (TrainableNetwork made = trained()) {
      made.save(file);
      try (TrainableNetwork loaded = TensorFlow.loadNetwork(file)) {
        assertThat(loaded.network()).isEqualTo(network());
        assertThat(loaded.predict(images)).isDeepEqualTo(made.predict(images));
        double loss = loaded.evaluate(EXAMPLES).loss();
        loaded.train(EXAMPLES, shortTraining().build());
        assertThat(loaded.evaluate(EXAMPLES).loss()).isLessThan(loss);
      }
    }
  }

  @Test
  void aDamagedFileIsRefused() {
    Path file = folder.resolve("network.safetensors");
    try (TrainableNetwork made = TensorFlow.network(network(), 1)) {
      made.save(file);
    }
    DamagedFile damaged = new DamagedFile(file, path -> TensorFlow.loadNetwork(path).close());
    damaged.assertEveryTruncationIsRefused();
    damaged.assertEveryFlippedByteIsRefused();
    damaged.assertEveryChangedDigitOfTheHeaderIsRefused();
    damaged.assertForeignFilesAreRefused();
    damaged.assertImpossibleSizesAreRefused();
    damaged.assertAbsenceIsRefused();
  }

  @Test
  void aListenerMayCloseTheNetworkWhichEndsTheTraining() {
    TrainableNetwork made = TensorFlow.network(network(), 1);
    TrainingListener closing =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            made.close();
          }
        };
    TrainingOptions options = shortTraining().listener(closing).build();
    assertThatThrownBy(() -> made.train(EXAMPLES, options))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("network is closed");
  }

  @Test
  void useAfterCloseIsRefusedAndClosingTwiceIsHarmless() {
    TrainableNetwork made = TensorFlow.network(network(), 1);
    made.close();
    made.close();
    assertClosed(() -> made.train(EXAMPLES, shortTraining().build()));
    assertClosed(() -> made.evaluate(EXAMPLES));
    assertClosed(() -> made.predict(image(0)));
    assertClosed(() -> made.save(folder.resolve("closed")));
    assertThat(folder).isEmptyDirectory();
  }

  private static void assertClosed(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("network is closed");
  }
}
