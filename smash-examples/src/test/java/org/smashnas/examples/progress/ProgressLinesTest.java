package org.smashnas.examples.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Progress where there is no terminal. */
class ProgressLinesTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream target = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void run(long steps) {
    try (Progress progress = new ProgressLines("counting", 0, steps, target)) {
      for (long done = 1; done <= steps; done++) {
        progress.update(done, "note " + done);
      }
    }
  }

  @Test
  void aLongTaskPrintsALineAtEachTenth() {
    run(1000);
    assertThat(lines()).hasSize(10);
    assertThat(lines().get(0)).startsWith("counting: 100 of 1000, note 100, ");
    assertThat(lines().get(9)).startsWith("counting: 1000 of 1000, note 1000, ");
  }

  @Test
  void aShortTaskPrintsALineAtEachStep() {
    run(3);
    assertThat(lines()).hasSize(3);
    assertThat(lines().get(2)).startsWith("counting: 3 of 3, note 3, ");
  }

  @Test
  void linesArePlainAndEndWithTheTimeSpentAndLeft() {
    run(20);
    assertThat(lines())
        .allSatisfy(
            line ->
                assertThat(line).matches("counting: \\d+ of 20, note \\d+, \\d+ s, \\d+ s left"));
  }

  @Test
  void theTimeLeftFollowsFromTheTimeSpent() throws InterruptedException {
    try (Progress progress = new ProgressLines("waiting", 0, 10, target)) {
      Thread.sleep(1100);
      progress.update(1, "slow");
      progress.update(10, "done");
    }
    assertThat(secondsLeft(lines().get(0))).isGreaterThanOrEqualTo(9);
    assertThat(secondsLeft(lines().get(1))).isZero();
  }

  @Test
  void stepsDoneEarlierTellNothingOfTheTimeLeft() throws InterruptedException {
    try (Progress progress = new ProgressLines("going on", 10, 20, target)) {
      Thread.sleep(1100);
      progress.update(11, "too early for a line");
      progress.update(12, "slow");
    }
    assertThat(lines()).hasSize(1);
    assertThat(secondsLeft(lines().get(0))).isBetween(4, 8);
  }

  private static int secondsLeft(String line) {
    Matcher left = Pattern.compile("(\\d+) s left").matcher(line);
    assertThat(left.find()).isTrue();
    return Integer.parseInt(left.group(1));
  }
}
