package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.data.Augmentation;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainingDivergedException;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Shape;

/** What a user of a HyperNet's training sees of it. */
class HyperNetTrainingTest {
  private static byte[] trainedAlone;

  @TempDir private Path folder;

  @BeforeAll
  static void trainAlone(@TempDir Path folder) {
    trainedAlone = trained(folder, 1, 2);
  }

  @Test
  void aFewEpochsLowerTheLossAndScoreBetterThanChance() {
    Recorder recorder = new Recorder();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      TrainingReport last =
          hyperNet.train(
              QuadrantTask.split().train(),
              QuadrantTask.shortTraining().epochs(6).listener(recorder).build());
      assertThat(last.loss()).isLessThan(0.7 * recorder.epochs.get(0).loss());
      double error =
          IntStream.range(0, 3)
              .mapToObj(QuadrantTask::architecture)
              .mapToDouble(
                  found ->
                      hyperNet.scorer(QuadrantTask.split()).score(found, 1).evaluation().error())
              .average()
              .orElseThrow();
      assertThat(error).isLessThan(0.5); // chance is 0.75
    }
  }

  @Test
  void equalSeedsGiveEqualFilesAndOthersOtherFiles() {
    assertThat(trained(folder, 1, 2)).isEqualTo(trainedAlone);
    assertThat(trained(folder, 3, 2)).as("other initial weights").isNotEqualTo(trainedAlone);
    assertThat(trained(folder, 1, 4)).as("other training").isNotEqualTo(trainedAlone);
  }

  @Test
  void trainingsSideBySideDoNotDisturbEachOther() {
    CompletableFuture<byte[]> first =
        CompletableFuture.supplyAsync(() -> trained(folder.resolve("first"), 1, 2));
    CompletableFuture<byte[]> second =
        CompletableFuture.supplyAsync(() -> trained(folder.resolve("second"), 5, 6));
    assertThat(first.join()).isEqualTo(trainedAlone);
    assertThat(second.join()).isEqualTo(trained(folder, 5, 6));
  }

  private static byte[] trained(Path folder, long seed, long trainingSeed) {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(seed)) {
      hyperNet.train(
          QuadrantTask.fewExamples(), QuadrantTask.shortTraining().seed(trainingSeed).build());
      return saved(hyperNet, folder.resolve("trained"));
    }
  }

  private static byte[] saved(HyperNet<MemoryBank> hyperNet, Path file) {
    hyperNet.save(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void theListenerIsToldOfEveryStepAndEpochInOrder() {
    Recorder recorder = new Recorder();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      TrainingReport last =
          hyperNet.train(
              QuadrantTask.examples(50, 4),
              QuadrantTask.shortTraining().epochs(3).listener(recorder).build());
      assertThat(recorder.steps).extracting(TrainingStep::step).containsExactlyElementsOf(upTo(9));
      assertThat(recorder.steps).extracting(TrainingStep::steps).containsOnly(9L);
      assertThat(recorder.epochs).extracting(TrainingReport::epoch).containsExactly(0, 1, 2);
      assertThat(recorder.epochs).extracting(TrainingReport::epochs).containsOnly(3);
      assertThat(recorder.events)
          .containsExactly(
              "step", "step", "step", "epoch", "step", "step", "step", "epoch", "step", "step",
              "step", "epoch");
      assertThat(last).isEqualTo(recorder.epochs.get(2));
    }
  }

  private static List<Long> upTo(long end) {
    return IntStream.range(0, (int) end).mapToObj(Long::valueOf).toList();
  }

  @Test
  void theReportOfAnEpochIsTheMeanOverItsExamples() {
    Recorder recorder = new Recorder();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      TrainingReport report =
          hyperNet.train(
              QuadrantTask.examples(50, 4),
              QuadrantTask.shortTraining().epochs(1).listener(recorder).build());
      List<TrainingStep> steps = recorder.steps;
      assertThat(report.loss())
          .isCloseTo(
              0.4 * steps.get(0).loss() + 0.4 * steps.get(1).loss() + 0.2 * steps.get(2).loss(),
              within(1e-6));
      assertThat(report.error())
          .isCloseTo(
              0.4 * steps.get(0).error() + 0.4 * steps.get(1).error() + 0.2 * steps.get(2).error(),
              within(1e-6));
    }
  }

  @Test
  void theLearningRateFallsByHalfACosineFromFullToNearZero() {
    Recorder recorder = new Recorder();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(
          QuadrantTask.examples(20, 4),
          QuadrantTask.shortTraining().batchSize(5).epochs(2).listener(recorder).build());
      List<Double> rates = recorder.steps.stream().map(TrainingStep::learningRate).toList();
      for (int step = 0; step < 8; step++) {
        assertThat(rates.get(step))
            .isCloseTo(0.01 * Math.pow(Math.cos(Math.PI * step / 16), 2), within(1e-9));
      }
    }
  }

  @Test
  void validationExamplesAreMeasuredAfterEachEpoch() {
    Recorder recorder = new Recorder();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(
          QuadrantTask.fewExamples(),
          QuadrantTask.shortTraining()
              .validation(QuadrantTask.examples(30, 5))
              .listener(recorder)
              .build());
      List<Evaluation> measured =
          recorder.epochs.stream().map(epoch -> epoch.validation().orElseThrow()).toList();
      assertThat(measured).hasSize(2).doesNotHaveDuplicates();
      assertThat(measured)
          .extracting(found -> found.error() * 30)
          .allMatch(HyperNetTrainingTest::isWhole);
    }
  }

  private static boolean isWhole(double number) {
    return Math.abs(number - Math.rint(number)) < 1e-9;
  }

  @Test
  void measuringOnTheWayDoesNotChangeWhatIsLearnt() {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(
          QuadrantTask.fewExamples(),
          QuadrantTask.shortTraining().seed(2).validation(QuadrantTask.examples(30, 5)).build());
      assertThat(saved(hyperNet, folder.resolve("measured"))).isEqualTo(trainedAlone);
    }
  }

  @Test
  void augmentationsChangeTheTrainingExamples() {
    List<Float> seen = Collections.synchronizedList(new ArrayList<>());
    Augmentation dark =
        (image, shape, random) -> {
          seen.add(image.get(0));
          image.put(new float[shape.size()]);
        };
    Recorder recorder = new Recorder();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(
          QuadrantTask.fewExamples(),
          QuadrantTask.shortTraining().addAugmentations(dark).listener(recorder).build());
    }
    assertThat(seen).hasSize(80).doesNotContain(0f);
    assertThat(recorder.steps).extracting(TrainingStep::error).allMatch(error -> error > 0.5);
  }

  @Test
  void aListenerThatThrowsEndsTheTrainingButNotTheHyperNet() throws InterruptedException {
    IllegalStateException enough = new IllegalStateException("enough");
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      Recorder recorder = new Recorder();
      recorder.failure = enough;
      TrainingOptions options = QuadrantTask.shortTraining().listener(recorder).build();
      assertThatThrownBy(() -> hyperNet.train(QuadrantTask.fewExamples(), options))
          .isSameAs(enough);
      assertThat(recorder.steps).hasSize(2);
      assertNoThreadIsLeft();
      hyperNet.train(QuadrantTask.fewExamples(), QuadrantTask.shortTraining().build());
      assertNoThreadIsLeft();
    }
  }

  private static void assertNoThreadIsLeft() throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (threadsAlive() && Instant.now().isBefore(end)) {
      Thread.sleep(10);
    }
    assertThat(threadsAlive()).as("a thread of the training is left").isFalse();
  }

  private static boolean threadsAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("smash-"));
  }

  @Test
  void aListenerMayCloseTheHyperNetWhichEndsTheTraining() throws InterruptedException {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      TrainingListener closing =
          new TrainingListener() {
            @Override
            public void onStep(TrainingStep step) {
              end(hyperNet);
            }
          };
      TrainingOptions options = QuadrantTask.shortTraining().listener(closing).build();
      assertThatThrownBy(() -> hyperNet.train(QuadrantTask.fewExamples(), options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertNoThreadIsLeft();
    }
  }

  private static void end(HyperNet<MemoryBank> hyperNet) {
    hyperNet.close();
  }

  @Test
  void trainingTwiceGoesOn() {
    Recorder recorder = new Recorder();
    TrainingOptions options = QuadrantTask.shortTraining().epochs(3).listener(recorder).build();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(QuadrantTask.split().train(), options);
      hyperNet.train(QuadrantTask.split().train(), options);
      assertThat(recorder.epochs.get(3).loss()).isLessThan(0.8 * recorder.epochs.get(0).loss());
    }
  }

  @Test
  void anotherLearningRateIsFineButNotAnotherOptimiser() {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(QuadrantTask.fewExamples(), QuadrantTask.shortTraining().epochs(1).build());
      hyperNet.train(
          QuadrantTask.fewExamples(),
          training(new Optimizer.Adam(0.001, 0.5, 0.999, 1e-4)).epochs(1).build());
      for (Optimizer other :
          List.of(Optimizer.Nesterov.paper(), new Optimizer.Adam(0.01, 0.9, 0.999, 1e-4))) {
        assertThatThrownBy(
                () -> hyperNet.train(QuadrantTask.fewExamples(), training(other).build()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("Adam[learningRate=0.01, beta1=0.5")
            .hasMessageContaining(other.toString());
      }
    }
  }

  private static TrainingOptions.Builder training(Optimizer optimizer) {
    return QuadrantTask.shortTraining().optimizer(optimizer);
  }

  @Test
  void anAbsurdLearningRateIsReportedAsDivergence() throws InterruptedException {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      TrainingOptions absurd = training(new Optimizer.Adam(1e30, 0.5, 0.999, 1e-4)).build();
      assertThatThrownBy(() -> hyperNet.train(QuadrantTask.fewExamples(), absurd))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("at step 1 (epoch 0)")
          .hasMessageContaining("smaller learning rate");
      assertNoThreadIsLeft();
    }
  }

  @Test
  void infiniteExamplesAreReportedAsDivergence() {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      assertThatThrownBy(
              () ->
                  hyperNet.train(
                      new Infinite(QuadrantTask.fewExamples()),
                      QuadrantTask.shortTraining().build()))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("at step 0 (epoch 0)")
          .hasMessageContaining("examples out of range");
    }
  }

  @Test
  void examplesOfAnotherShapeAreRefusedNamingBoth() {
    Dataset other = Dataset.of(new Shape(1, 1, 3), 4, new float[2][3], new int[2]);
    TrainingOptions options = QuadrantTask.shortTraining().build();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      assertThatThrownBy(() -> hyperNet.train(other, options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("training")
          .hasMessageContaining("1x1x3")
          .hasMessageContaining("8x8x1");
    }
  }

  @Test
  void examplesOfOtherClassesAreRefusedNamingBoth() {
    Dataset other = Dataset.of(QuadrantTask.SHAPE, 7, new float[2][64], new int[2]);
    TrainingOptions measured = QuadrantTask.shortTraining().validation(other).build();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      assertThatThrownBy(() -> hyperNet.train(QuadrantTask.fewExamples(), measured))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("validation")
          .hasMessageContaining("7 classes")
          .hasMessageContaining("tells 4 apart");
    }
  }

  @Test
  void parametersAreThoseOfTheHyperNetAndTheSharedTensors() {
    MemoryBankSpace space = QuadrantTask.SPACE;
    try (HyperNet<MemoryBank> small = QuadrantTask.hyperNet(1);
        HyperNet<MemoryBank> large =
            TensorFlow.hyperNet(QuadrantTask.space(5), QuadrantTask.HYPERNET, 1)) {
      int widest = 4 * space.stemChannels();
      assertThat(large.parameters() - small.parameters()).isEqualTo(widest + 1);
      assertThat(small.parameters())
          .isGreaterThan(QuadrantTask.HYPERNET.network(space.weightGrid(), 1).parameters());
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1);
    hyperNet.close();
    hyperNet.close();
  }

  @Test
  void useAfterCloseIsRefused() {
    HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1);
    hyperNet.close();
    TrainingOptions options = QuadrantTask.shortTraining().build();
    MemoryBank any = QuadrantTask.architecture(1);
    assertClosed(() -> hyperNet.train(QuadrantTask.fewExamples(), options));
    assertClosed(() -> hyperNet.scorer(QuadrantTask.split()));
    assertClosed(() -> hyperNet.generateWeights(any));
    assertClosed(() -> hyperNet.derive(any, 0));
    assertClosed(() -> hyperNet.save(folder.resolve("closed")));
    assertClosed(hyperNet::parameters);
    assertThat(folder).isEmptyDirectory();
  }

  private static void assertClosed(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("HyperNet is closed");
  }

  /** Keeps what it is told, and throws at the second step if it is to. */
  private static final class Recorder implements TrainingListener {
    final List<TrainingStep> steps = new ArrayList<>();
    final List<TrainingReport> epochs = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    RuntimeException failure;

    @Override
    public void onStep(TrainingStep step) {
      steps.add(step);
      events.add("step");
      if (failure != null && steps.size() == 2) {
        throw failure;
      }
    }

    @Override
    public void onEpoch(TrainingReport epoch) {
      epochs.add(epoch);
      events.add("epoch");
    }
  }

  /** Examples that {@link Dataset#of} would refuse. */
  private record Infinite(Dataset examples) implements Dataset {
    @Override
    public Shape shape() {
      return examples.shape();
    }

    @Override
    public int classes() {
      return examples.classes();
    }

    @Override
    public int size() {
      return examples.size();
    }

    @Override
    public int label(int index) {
      return examples.label(index);
    }

    @Override
    public void read(int index, FloatBuffer target) {
      for (int value = 0; value < shape().size(); value++) {
        target.put(Float.POSITIVE_INFINITY);
      }
    }
  }
}
