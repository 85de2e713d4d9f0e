package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.hypernet.Checkpoints;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.memorybank.MemoryBank;

/** Trainings in processes of their own that are killed without warning. */
class KilledTrainingTest {
  @TempDir private Path folder;

  /** Trains, going on from what is there, and saves the end. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Path run = Path.of(arguments[0]);
      try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
        hyperNet.train(
            QuadrantTask.examples(200, 4),
            QuadrantTask.shortTraining()
                .epochs(6)
                .validation(QuadrantTask.examples(20, 5))
                .checkpoints(Checkpoints.in(run).everySteps(1).build())
                .build());
        hyperNet.save(run.resolve("end"));
      }
    }
  }

  @Test
  void threeKillsChangeNothing() throws Exception {
    kill(3, new SplittableRandom(1));
  }

  @Test
  @Tag("long")
  void twentyKillsChangeNothing() throws Exception {
    kill(20, new SplittableRandom(2));
  }

  private void kill(int kills, RandomGenerator random) throws Exception {
    long started = System.nanoTime();
    byte[] uninterrupted = run(folder.resolve("uninterrupted"), Long.MAX_VALUE);
    long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    Path killed = folder.resolve("0");
    for (int done = 0; done < kills; done++) {
      if (run(killed, random.nextLong(whole)).length > 0) {
        assertThat(killed.resolve("end")).hasBinaryContent(uninterrupted);
        killed = folder.resolve(Integer.toString(done + 1));
      }
    }
    assertThat(run(killed, Long.MAX_VALUE)).isEqualTo(uninterrupted);
  }

  /** Runs the program for some time, then kills it; what it saved if it came to its end. */
  private static byte[] run(Path run, long milliseconds) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                run.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      return new byte[0];
    }
    assertThat(process.exitValue()).as("exit code of the training").isZero();
    return Files.readAllBytes(run.resolve("end"));
  }
}
