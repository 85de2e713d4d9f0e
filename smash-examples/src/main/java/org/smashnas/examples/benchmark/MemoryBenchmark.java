package org.smashnas.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.smashnas.data.Dataset;
import org.smashnas.examples.digits.Digits;
import org.smashnas.examples.digits.DigitsCommand;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.tf.TensorFlow;

/**
 * Resident memory over training steps, each on a new architecture. Arguments: the number of steps
 * (by default 2,000). Runs on Linux, which tells a process its resident memory.
 */
public final class MemoryBenchmark {
  private static final int BATCH = 50;
  private static final int EVERY = 100;

  private MemoryBenchmark() {}

  /**
   * Prints the curve.
   *
   * @param arguments the number of steps, or nothing
   */
  public static void main(String[] arguments) {
    int steps = arguments.length == 0 ? 2_000 : Integer.parseInt(arguments[0]);
    Dataset digits = Digits.read().head(10 * BATCH);
    System.out.printf(Locale.ROOT, "%8s %14s%n", "steps", "resident MiB");
    try (HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(DigitsCommand.space(digits), 0)) {
      hyperNet.train(
          digits,
          TrainingOptions.hyperNet()
              .batchSize(BATCH)
              .epochs((steps + 9) / 10)
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
