package org.smashnas.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.smashnas.examples.benchmark.FrozenSet.Setting;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.memorybank.Annealing;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.tf.TensorFlow;

/**
 * Resident memory over training steps, each on a new architecture. Sampling is not annealed, as
 * larger architectures would then come later. Arguments: the number of steps (by default 2,000) and
 * the setting of the memory-bank space, of those that {@link SpeedBenchmark} knows (by default
 * small-late). Runs on Linux, which tells a process its resident memory.
 */
public final class MemoryBenchmark {
  private static final int BATCHES = 10;
  private static final int EVERY = 100;

  private MemoryBenchmark() {}

  /**
   * Prints the curve.
   *
   * @param arguments the number of steps and the setting, or nothing
   */
  public static void main(String[] arguments) {
    int steps = arguments.length == 0 ? 2_000 : Integer.parseInt(arguments[0]);
    FrozenSet set =
        FrozenSet.read(arguments.length < 2 ? Setting.SMALL_LATE : Setting.of(arguments[1]));
    System.out.printf(Locale.ROOT, "%8s %14s%n", "steps", "resident MiB");
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.hyperNet(set.memoryBank(Annealing.none()), HyperNetArchitecture.paper(), 0)) {
      hyperNet.train(
          set.noise(BATCHES * set.batch()),
          TrainingOptions.hyperNet()
              .batchSize(set.batch())
              .epochs((steps + BATCHES - 1) / BATCHES)
              .listener(new Curve())
              .build());
    }
  }

  private static final class Curve implements TrainingListener {
    @Override
    public void onStep(TrainingStep step) {
      if ((step.step() + 1) % EVERY == 0) {
        System.out.printf(Locale.ROOT, "%8d %14.1f%n", step.step() + 1, residentMebibytes());
      }
    }
  }

  private static double residentMebibytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          / 1024.0;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot read /proc/self/status: this benchmark needs Linux", failure);
    }
  }
}
