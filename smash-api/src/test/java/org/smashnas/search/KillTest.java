package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.search.NumberSpace.Channels;

/** A process that searches is killed without warning, again and again, until its search ends. */
class KillTest {
  @TempDir private Path folder;

  @Test
  void aSearchKilledTwiceEndsAsTheOneThatWasNot() throws Exception {
    assertSurvives(2, 1);
  }

  @Tag("long")
  @Test
  void aSearchKilledTwentyTimesEndsAsTheOneThatWasNot() throws Exception {
    for (int search = 0; search < 4; search++) {
      assertSurvives(5, 2 + search);
    }
  }

  private void assertSurvives(int kills, long seed) throws Exception {
    Path whole = folder.resolve("whole" + seed + ".jsonl");
    ImmutableList<Trial<Channels>> expected = KilledSearch.search(whole, 0).run().trials();
    Path journal = folder.resolve("killed" + seed + ".jsonl");
    SplittableRandom random = new SplittableRandom(seed);
    for (int kill = 0; kill < kills; kill++) {
      Process process = start(journal);
      awaitGrowth(journal, random.nextInt(1, 6_000), process);
      process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
      assertThat(folder.resolve("output")).hasContent("");
    }
    long killedAt = Files.size(journal);
    assertThat(killedAt).isBetween(1L, Files.size(whole));
    assertThat(KilledSearch.search(journal, 0).run().trials()).isEqualTo(expected);
    assertThat(journal).hasSameBinaryContentAs(whole);
  }

  private Process start(Path journal) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledSearch.class.getName(),
            journal.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  @Test
  void theJournalOfAnotherProcessIsRefusedAndUnharmed() throws Exception {
    Path journal = folder.resolve("shared.jsonl");
    Process process = start(journal);
    awaitGrowth(journal, 1, process);
    assertThat(process.isAlive()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(KilledSearch.search(journal, 0)::run)
        .withMessageContainingAll(journal.toString(), "in use by another search");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    Path whole = folder.resolve("whole.jsonl");
    KilledSearch.search(whole, 0).run();
    assertThat(journal).hasSameBinaryContentAs(whole);
  }

  /** Waits until so many bytes more are in the journal, or the process has ended. */
  private static void awaitGrowth(Path journal, long bytes, Process process)
      throws IOException, InterruptedException {
    long start = Files.exists(journal) ? Files.size(journal) : 0;
    while (process.isAlive() && (!Files.exists(journal) || Files.size(journal) < start + bytes)) {
      Thread.sleep(1);
    }
  }
}
