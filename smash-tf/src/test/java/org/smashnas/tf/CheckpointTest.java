package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Checkpoints;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.MetricsLog;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.json.StrictJson;
import org.smashnas.memorybank.MemoryBank;

/** Trainings that stop and go on. */
class CheckpointTest {
  /** Three steps in each of four epochs. */
  private static final Dataset EXAMPLES = QuadrantTask.examples(60, 4);

  private static final Dataset VALIDATION = QuadrantTask.examples(30, 5);
  private static final int STEPS = 12;

  private static byte[] uninterrupted;
  private static byte[] uninterruptedNetwork;

  @TempDir private Path folder;

  @BeforeAll
  static void trainUninterrupted(@TempDir Path other) throws IOException {
    uninterrupted = train(other.resolve("hypernet"), options(other).build());
    uninterruptedNetwork =
        trainNetwork(other.resolve("network"), options(other.resolve("n")).build());
  }

  private static TrainingOptions.Builder options(Path run) {
    return QuadrantTask.shortTraining()
        .epochs(4)
        .validation(VALIDATION)
        .checkpoints(Checkpoints.in(run.resolve("checkpoints")).everySteps(2).keepEvery(2).build());
  }

  private static byte[] train(Path file, TrainingOptions options) throws IOException {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(EXAMPLES, options);
      hyperNet.save(file);
    }
    return Files.readAllBytes(file);
  }

  private static byte[] trainNetwork(Path file, TrainingOptions options) throws IOException {
    try (TrainableNetwork network =
        TensorFlow.network(QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(1)), 1)) {
      network.train(EXAMPLES, options);
      network.save(file);
    }
    return Files.readAllBytes(file);
  }

  /** Cancels a training once a number of steps is done. */
  private static final class Stop implements TrainingListener {
    private final int after;
    private int done;

    Stop(int after) {
      this.after = after;
    }

    @Override
    public void onStep(TrainingStep step) {
      done = (int) step.step() + 1;
    }

    TrainingOptions with(TrainingOptions.Builder options) {
      return options.listener(this).cancelWhen(() -> done >= after).build();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 7})
  void aCancelledHyperNetGoesOnAndEndsWithTheSameBytes(int after) throws IOException {
    Path file = folder.resolve("file");
    assertThatThrownBy(() -> train(file, new Stop(after).with(options(folder))))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining(after + " of " + STEPS)
        .hasMessageContaining("checkpoints");
    assertThat(train(file, options(folder).build())).isEqualTo(uninterrupted);
  }

  @ParameterizedTest
  @ValueSource(ints = {5})
  void aCancelledNetworkGoesOnAndEndsWithTheSameBytes(int after) throws IOException {
    Path file = folder.resolve("file");
    assertThatThrownBy(() -> trainNetwork(file, new Stop(after).with(options(folder))))
        .isInstanceOf(CancellationException.class);
    assertThat(trainNetwork(file, options(folder).build())).isEqualTo(uninterruptedNetwork);
  }

  @Test
  void anInterruptedThreadSavesItsCheckpointAndStaysInterrupted() throws IOException {
    Path file = folder.resolve("file");
    TrainingListener interruption =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            if (step.step() == 4) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatThrownBy(() -> train(file, options(folder).listener(interruption).build()))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("5 of 12");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(train(file, options(folder).build())).isEqualTo(uninterrupted);
  }

  @Test
  void aFinishedTrainingIsNotRepeated() throws IOException {
    train(folder.resolve("first"), options(folder).build());
    List<Long> steps = new ArrayList<>();
    TrainingListener recorder =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            steps.add(step.step());
          }
        };
    byte[] again = train(folder.resolve("again"), options(folder).listener(recorder).build());
    assertThat(again).isEqualTo(uninterrupted);
    assertThat(steps).isEmpty();
  }

  @Test
  void theLogOfAResumedTrainingIsThatOfAnUninterruptedOne() throws IOException {
    Path log = folder.resolve("metrics.jsonl");
    Path whole = folder.resolve("whole.jsonl");
    try (MetricsLog metrics = MetricsLog.to(whole, 1)) {
      train(folder.resolve("a"), options(folder.resolve("whole")).listener(metrics).build());
    }
    try (MetricsLog metrics = MetricsLog.to(log, 1)) {
      TrainingOptions.Builder stopped = options(folder.resolve("stopped")).listener(metrics);
      assertThatThrownBy(() -> train(folder.resolve("b"), new Stop(5).with(stopped)))
          .isInstanceOf(CancellationException.class);
    }
    try (MetricsLog metrics = MetricsLog.to(log, 1)) {
      train(folder.resolve("b"), options(folder.resolve("stopped")).listener(metrics).build());
    }
    assertThat(withoutSeconds(log)).isEqualTo(withoutSeconds(whole)).hasSize(STEPS + 4);
  }

  private static List<String> withoutSeconds(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.map(line -> line.replaceAll("\"seconds\":[^}]*", "")).toList();
    }
  }

  @Test
  void checkpointsAreWrittenWhenTheOptionsSaySo() throws IOException {
    train(folder.resolve("file"), options(folder).build());
    assertThat(names())
        .containsExactlyInAnyOrder(
            "last.safetensors",
            "best.safetensors",
            "epoch-0002.safetensors",
            "epoch-0004.safetensors");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void aCheckpointCanBeUsedAsAnySavedHyperNet() throws IOException {
    train(folder.resolve("file"), options(folder).build());
    try (HyperNet<MemoryBank> loaded =
        TensorFlow.loadHyperNet(
            QuadrantTask.SPACE, folder.resolve("checkpoints").resolve("last.safetensors"))) {
      loaded.save(folder.resolve("again"));
    }
    assertThat(folder.resolve("again")).hasBinaryContent(uninterrupted);
  }

  @Test
  void otherOptionsAreRefusedByNameAndValueAndTheCheckpointStays() throws IOException {
    train(folder.resolve("file"), options(folder).build());
    Path last = folder.resolve("checkpoints").resolve("last.safetensors");
    byte[] before = Files.readAllBytes(last);
    assertThatThrownBy(() -> train(folder.resolve("other"), options(folder).epochs(5).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epochs")
        .hasMessageContaining("4")
        .hasMessageContaining("5")
        .hasMessageContaining("last.safetensors");
    assertThat(last).hasBinaryContent(before);
  }

  @Test
  void anotherHyperNetsCheckpointIsRefused() throws IOException {
    train(folder.resolve("file"), options(folder).build());
    try (HyperNet<MemoryBank> other = QuadrantTask.hyperNet(2)) {
      assertThatThrownBy(() -> other.train(EXAMPLES, options(folder).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("seed");
    }
  }

  @Test
  void aTornCheckpointIsOneClearErrorAndStays() throws IOException {
    train(folder.resolve("file"), options(folder).build());
    Path last = folder.resolve("checkpoints").resolve("last.safetensors");
    byte[] whole = Files.readAllBytes(last);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    Files.write(last, half);
    assertThatThrownBy(() -> train(folder.resolve("other"), options(folder).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("damaged");
    assertThat(last).hasBinaryContent(half);
  }

  @Test
  void trainingEndsWhenPatienceDoes() {
    List<TrainingReport> reports = new ArrayList<>();
    TrainingListener recorder =
        new TrainingListener() {
          @Override
          public void onEpoch(TrainingReport epoch) {
            reports.add(epoch);
          }
        };
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      TrainingReport last =
          hyperNet.train(
              EXAMPLES,
              QuadrantTask.shortTraining()
                  .epochs(60)
                  .validation(QuadrantTask.examples(8, 6))
                  .validateEvery(2)
                  .patience(2)
                  .listener(recorder)
                  .build());
      assertThat(last).isEqualTo(reports.get(reports.size() - 1));
    }
    assertThat(reports).hasSizeLessThan(60);
    assertThat(reports.stream().filter(report -> report.validation().isPresent()).count())
        .isEqualTo(reports.size() / 2);
    double best =
        reports.stream()
            .flatMap(report -> report.validation().stream())
            .mapToDouble(validation -> validation.error())
            .min()
            .orElseThrow();
    int size = reports.size();
    assertThat(reports.get(size - 1).validation().orElseThrow().error())
        .isGreaterThanOrEqualTo(best);
    assertThat(reports.get(size - 5).validation().orElseThrow().error()).isEqualTo(best);
  }

  @Test
  void theStateIsWrittenAndReadWithoutLoss() {
    TrainingState state =
        TrainingState.start(ImmutableSortedMap.of("epochs", "3")).afterStep(0.1, 1.0 / 3, 7);
    StrictJson json = StrictJson.create();
    assertThat(json.read(json.write(state), TrainingState.class, "state")).isEqualTo(state);
  }
}
