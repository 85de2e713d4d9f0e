package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Floats;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Checkpoints;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.Device;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Precision;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.json.StrictJson;
import org.smashnas.memorybank.MemoryBank;

/** Trainings whose gradients are multiplied by a loss scale. */
class LossScalingTest {
  /** Three steps in each epoch. */
  private static final Dataset EXAMPLES = QuadrantTask.examples(60, 4);

  private static final double TOO_MUCH = 0x1p30;

  @TempDir private Path folder;

  private static Backend backend(Precision precision, int devices) {
    Device[] more =
        IntStream.range(1, devices)
            .mapToObj(index -> new Device(Device.Kind.CPU, index))
            .toArray(Device[]::new);
    return Backend.of(
        ExecutionOptions.builder()
            .devices(Devices.of(new Device(Device.Kind.CPU, 0), more))
            .precision(precision)
            .build());
  }

  private static Backend scaled(Backend backend, double factor, int growthInterval) {
    return new Backend(
        backend.kernels(),
        backend.precision(),
        backend.placement(),
        Optional.of(new LossScale(factor, 0, growthInterval)));
  }

  /** What is trained. */
  private enum Trained {
    HYPERNET {
      @Override
      double train(Backend backend, Path file, Optional<TrainingOptions> options) {
        try (HyperNet<MemoryBank> hyperNet =
            TensorFlowHyperNet.create(backend, QuadrantTask.SPACE, QuadrantTask.HYPERNET, 1)) {
          double loss = loss(options.map(each -> hyperNet.train(EXAMPLES, each)));
          hyperNet.save(file);
          return loss;
        }
      }
    },
    NETWORK {
      @Override
      double train(Backend backend, Path file, Optional<TrainingOptions> options) {
        try (TrainableNetwork network =
            TensorFlowNetwork.create(
                backend, QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(1)), 1)) {
          double loss = loss(options.map(each -> network.train(EXAMPLES, each)));
          network.save(file);
          return loss;
        }
      }
    };

    /** Trains if it is to, from the last checkpoint if there is one, and saves; the last loss. */
    abstract double train(Backend backend, Path file, Optional<TrainingOptions> options);

    double train(Backend backend, Path file, TrainingOptions options) {
      return train(backend, file, Optional.of(options));
    }

    void saveUntrained(Backend backend, Path file) {
      assertThat(train(backend, file, Optional.empty())).isNaN();
    }

    private static double loss(Optional<TrainingReport> report) {
      return report.map(TrainingReport::loss).orElse(Double.NaN);
    }
  }

  private TrainingOptions.Builder options(String run, int epochs) {
    return QuadrantTask.shortTraining()
        .epochs(epochs)
        .checkpoints(Checkpoints.in(folder.resolve(run)).everySteps(1).build());
  }

  private WeightFile checkpoint(String run) {
    return WeightFile.read(folder.resolve(run).resolve("last.safetensors"));
  }

  private LossScale scale(String run) {
    return StrictJson.create()
        .read(checkpoint(run).metadata().get("lossScale"), LossScale.class, "loss scale");
  }

  private long steps(String run) {
    return Long.parseLong(checkpoint(run).metadata().get("optimizerSteps"));
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void inFloat32AScaleChangesNoBit(Trained trained) {
    for (int devices = 1; devices <= 2; devices++) {
      Backend plain = backend(Precision.FLOAT32, devices);
      Path expected = folder.resolve("expected");
      Path actual = folder.resolve("actual");
      TrainingOptions options = QuadrantTask.shortTraining().maxGradientNorm(0.5).build();
      trained.train(plain, expected, options);
      trained.train(scaled(plain, 0x1p15, 2), actual, options);
      assertThat(actual).hasSameBinaryContentAs(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void skippedStepsChangeNothingButTheScale(Trained trained) {
    for (int devices = 1; devices <= 2; devices++) {
      String run = "run" + devices;
      Backend backend = scaled(backend(Precision.MIXED_FLOAT16, devices), TOO_MUCH, 2000);
      Path untrained = folder.resolve("untrained");
      trained.saveUntrained(backend, untrained);
      trained.train(backend, folder.resolve("trained"), options(run, 1).build());
      assertThat(steps(run)).isZero();
      assertThat(scale(run)).isEqualTo(new LossScale(TOO_MUCH / 8, 0, 2000));
      ImmutableMap<String, NamedTensor> after = checkpoint(run).tensors();
      WeightFile.read(untrained)
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(after.get(name).values()).as(name).containsExactly(tensor.values()));
      after.forEach(
          (name, tensor) -> {
            if (OptimizerUpdates.isState(name) || name.startsWith("moments/mean/")) {
              assertThat(tensor.values()).as(name).containsOnly(0);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void aTrainingLearnsOnceItsScaleIsSmallEnough(Trained trained) {
    Backend backend = scaled(backend(Precision.MIXED_FLOAT16, 1), TOO_MUCH, 2000);
    double loss = trained.train(backend, folder.resolve("file"), options("run", 20).build());
    assertThat(loss).isLessThan(0.8 * Math.log(QuadrantTask.CLASSES));
    int skipped = Math.toIntExact(60 - steps("run"));
    assertThat(skipped).isBetween(3, 25);
    assertThat(scale("run").factor()).isEqualTo(Math.scalb(TOO_MUCH, -skipped));
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void theScaleGrowsAfterAnIntervalWithoutOverflow(Trained trained) {
    Backend backend = scaled(backend(Precision.MIXED_FLOAT16, 1), 4, 2);
    trained.train(backend, folder.resolve("file"), options("run", 1).build());
    assertThat(steps("run")).isEqualTo(3);
    assertThat(scale("run")).isEqualTo(new LossScale(8, 1, 2));
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void aCancelledTrainingGoesOnAndEndsWithTheSameBytes(Trained trained) {
    for (int devices = 1; devices <= 2; devices++) {
      Backend backend = scaled(backend(Precision.MIXED_FLOAT16, devices), 0x1p19, 3);
      Path whole = folder.resolve("whole");
      Path resumed = folder.resolve("resumed");
      String wholeRun = "whole run " + devices;
      String resumedRun = "resumed run " + devices;
      trained.train(backend, whole, options(wholeRun, 5).build());
      assertThat(steps(wholeRun)).as("steps, some skipped").isBetween(4L, 14L);
      int[] asked = {0};
      TrainingOptions cancelled = options(resumedRun, 5).cancelWhen(() -> asked[0]++ >= 8).build();
      assertThatThrownBy(() -> trained.train(backend, resumed, cancelled))
          .isInstanceOf(CancellationException.class);
      trained.train(backend, resumed, options(resumedRun, 5).build());
      assertThat(resumed).hasSameBinaryContentAs(whole);
      assertThat(scale(resumedRun)).isEqualTo(scale(wholeRun));
      assertThat(steps(resumedRun)).isEqualTo(steps(wholeRun));
    }
  }

  @Test
  void aCheckpointOfAnotherPrecisionHasNoScaleAndAnotherPrecisionGoesOnFromNone() {
    Backend float32 = backend(Precision.FLOAT32, 1);
    Path file = folder.resolve("file");
    Trained.NETWORK.train(float32, file, options("run", 1).build());
    assertThat(checkpoint("run").metadata()).doesNotContainKey("lossScale");
    Backend float16 = backend(Precision.MIXED_FLOAT16, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trained.NETWORK.train(float16, file, options("run", 1).build()))
        .withMessageContaining("precision=(FLOAT32, MIXED_FLOAT16)");
  }

  @Test
  void gradientsByTheConditionsNeedNoScale() {
    Path file = folder.resolve("file");
    Backend float16 = backend(Precision.MIXED_FLOAT16, 1);
    Trained.HYPERNET.train(float16, file, QuadrantTask.shortTraining().build());
    MemoryBank architecture = QuadrantTask.architecture(3);
    ConditionGradients half = conditionGradients(float16, file, architecture);
    ConditionGradients full = conditionGradients(backend(Precision.FLOAT32, 1), file, architecture);
    assertThat(half.loss()).isCloseTo(full.loss(), within(0.01));
    float[] expected = flat(full);
    float[] actual = flat(half);
    float[] differences = new float[expected.length];
    for (int index = 0; index < expected.length; index++) {
      differences[index] = actual[index] - expected[index];
    }
    assertThat(length(expected)).isPositive();
    assertThat(length(differences) / length(expected)).isLessThan(0.02);
  }

  private static float[] flat(ConditionGradients gradients) {
    return Floats.concat(
        gradients.byWeight().values().stream().flatMap(Arrays::stream).toArray(float[][]::new));
  }

  private static double length(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static ConditionGradients conditionGradients(
      Backend backend, Path file, MemoryBank architecture) {
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlowHyperNet.load(backend, QuadrantTask.SPACE, file)) {
      return hyperNet.conditionGradients(architecture, EXAMPLES, 20);
    }
  }
}
