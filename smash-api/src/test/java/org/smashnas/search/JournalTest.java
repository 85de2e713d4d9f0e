package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Removal;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.search.NumberSpace.Channels;
import org.smashnas.space.Encoding;

class JournalTest {
  private static final NumberSpace SPACE = new NumberSpace(300);
  private static final int EXAMPLES = 20;
  private static final int CLASSES = 3;

  @TempDir private Path folder;
  private Path file;
  private final AtomicInteger scorings = new AtomicInteger();

  @BeforeEach
  void nameFile() {
    file = folder.resolve("run").resolve("trials.jsonl");
  }

  private Score withPredictions(Channels number, double fidelity) {
    scorings.incrementAndGet();
    SplittableRandom random = new SplittableRandom(number.value());
    float[][] rows = new float[EXAMPLES][CLASSES];
    for (float[] row : rows) {
      for (int label = 0; label < CLASSES; label++) {
        row[label] = (float) -random.nextDouble(3);
      }
    }
    int[] labels = new int[EXAMPLES];
    Arrays.setAll(labels, example -> example % CLASSES);
    Score.Predictions predictions = new Score.Predictions(rows, labels);
    return new Score(Evaluation.of(predictions), Optional.of(predictions));
  }

  private Score plain(Channels number, double fidelity) {
    scorings.incrementAndGet();
    if (number.value() % 17 == 3) {
      throw new IllegalStateException("out of luck with " + number);
    }
    return Score.ofError(new SplittableRandom(number.value()).nextDouble() * fidelity);
  }

  private static SearchStrategy<Channels> strategy() {
    return Strategies.<Channels>random(20)
        .then(Strategies.perturbBest(10, 0.05))
        .then(Strategies.markovWalk(10, 0.02));
  }

  private Search<Channels> search(Scorer<Channels> scorer) {
    return Search.over(SPACE).scoredBy(scorer).strategy(strategy()).seed(3).journal(file);
  }

  /** Runs a search that is abandoned after some trials, as if its process had been killed. */
  private void runPartly(Search<Channels> search, int trials) throws IOException {
    Files.deleteIfExists(file);
    try (Stream<Trial<Channels>> stream = search.trials()) {
      assertThat(stream.limit(trials)).hasSize(trials);
    }
  }

  @Test
  void aSearchThatStoppedAnywhereEndsAsTheOneThatDidNot() throws IOException {
    ImmutableList<Trial<Channels>> whole = search(this::plain).run().trials();
    byte[] journal = Files.readAllBytes(file);
    assertThat(whole).anyMatch(Trial::reused).anyMatch(Trial::isFailed);
    int distinct = (int) whole.stream().filter(trial -> !trial.reused()).count();
    for (int trials = 1; trials <= whole.size(); trials += 3) {
      runPartly(search(this::plain), trials);
      scorings.set(0);
      assertThat(search(this::plain).run().trials()).isEqualTo(whole);
      long before = whole.subList(0, trials).stream().filter(trial -> !trial.reused()).count();
      assertThat(scorings).hasValue(distinct - (int) before);
      assertThat(file).hasBinaryContent(journal);
    }
  }

  @Test
  void aResumedSearchHasTheSameEnsemble() throws IOException {
    ImmutableList<Trial<Channels>> whole = search(this::withPredictions).run().trials();
    int distinct = (int) whole.stream().filter(trial -> !trial.reused()).count();
    Path sum = folder.resolve("run").resolve("trials.jsonl.ensemble");
    for (int trials = 1; trials < whole.size(); trials += 5) {
      runPartly(search(this::withPredictions), trials);
      scorings.set(0);
      assertThat(search(this::withPredictions).run().trials()).isEqualTo(whole);
      int before = (int) whole.subList(0, trials).stream().filter(trial -> !trial.reused()).count();
      assertThat(scorings).hasValue(distinct - before);

      runPartly(search(this::withPredictions), trials);
      Files.delete(sum);
      scorings.set(0);
      assertThat(search(this::withPredictions).run().trials()).isEqualTo(whole);
      assertThat(scorings).hasValue(distinct);
    }
  }

  @Test
  void anEnsembleOfAnotherMomentOrADamagedOneIsNotUsed() throws IOException {
    ImmutableList<Trial<Channels>> whole = search(this::withPredictions).run().trials();
    Path sum = folder.resolve("run").resolve("trials.jsonl.ensemble");
    byte[] late = Files.readAllBytes(sum);
    for (byte[] content : List.of(late, Arrays.copyOf(late, late.length - 1), new byte[0])) {
      runPartly(search(this::withPredictions), 25);
      Files.write(sum, content);
      assertThat(search(this::withPredictions).run().trials()).isEqualTo(whole);
    }
  }

  @Test
  void aScorerThatScoresOtherwiseIsNoticedWhereTheEnsembleNeedsItsMembers() throws IOException {
    runPartly(search(this::withPredictions), 5);
    Files.delete(folder.resolve("run").resolve("trials.jsonl.ensemble"));
    Search<Channels> other =
        search((number, fidelity) -> withPredictions(new Channels(number.value() + 1), fidelity));
    assertThatIllegalArgumentException()
        .isThrownBy(other::run)
        .withMessageContainingAll("trial 0", "now", "resume with the HyperNet");
  }

  @Test
  void aFinishedSearchIsReadWithoutScoringOrWriting() throws IOException {
    ImmutableList<Trial<Channels>> whole = search(this::plain).run().trials();
    byte[] journal = Files.readAllBytes(file);
    scorings.set(0);
    assertThat(search(this::plain).run().trials()).isEqualTo(whole);
    assertThat(scorings).hasValue(0);
    assertThat(file).hasBinaryContent(journal);
  }

  @Test
  void textsOfAnyLanguageComeBackWhereverTheFileIsReadInPieces() {
    Search<Channels> search =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> {
                  throw new IllegalStateException("Glück fehlt, 運が悪い 🎲: ".repeat(20) + number);
                })
            .strategy(Strategies.random(1_000))
            .failureLimit(1_000)
            .journal(file);
    ImmutableList<Trial<Channels>> whole = search.run().trials();
    assertThat(search.run().trials()).isEqualTo(whole);
  }

  @Test
  void aTornJournalIsContinuedFromItsLastWholeLine() throws IOException {
    ImmutableList<Trial<Channels>> whole = search(this::plain).run().trials();
    byte[] journal = Files.readAllBytes(file);
    for (int lines : new int[] {0, 1, 2, 15, lines(journal) - 2}) {
      int start = offset(journal, lines);
      int end = offset(journal, lines + 2);
      for (int length = start; length < end; length++) {
        Files.write(file, Arrays.copyOf(journal, length));
        assertThat(search(this::plain).run().trials()).isEqualTo(whole);
        assertThat(file).hasBinaryContent(journal);
      }
    }
  }

  private static int lines(byte[] text) {
    int lines = 0;
    for (byte character : text) {
      lines += character == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static int offset(byte[] text, int lines) {
    int offset = 0;
    for (int line = 0; line < lines; line++) {
      while (text[offset] != '\n') {
        offset++;
      }
      offset++;
    }
    return offset;
  }

  @Test
  void proposalsAreInTheJournalBeforeTheyAreScored() {
    Set<Integer> seen = new HashSet<>();
    Search<Channels> search =
        search(
            (number, fidelity) -> {
              assertThat(file).content().contains("\"architecture\":{\"value\":" + number.value());
              seen.add(number.value());
              return Score.ofError(0.5);
            });
    search.run();
    assertThat(seen).hasSizeGreaterThan(20);
  }

  @Test
  void gradientsComeBackToTheLastBit() throws IOException {
    Scorer<Channels> scorer =
        (number, fidelity) -> {
          scorings.incrementAndGet();
          Encoding encoding = Encoding.of(SPACE.network(number), SPACE.weightGrid());
          float[][] rows = {{(float) Math.sin(number.value())}};
          ConditionGradients gradients =
              new ConditionGradients(
                  encoding,
                  0.1,
                  ImmutableMap.of("w", rows),
                  ImmutableMap.of("w", new Removal(-0.1, 1.0 / (3 + number.value()))));
          double error = 1.0 / (1 + number.value());
          return new Score(
              new Evaluation(error, error, error), Optional.empty(), Optional.of(gradients));
        };
    Search<Channels> search =
        Search.over(SPACE)
            .scoredBy(scorer)
            .strategy(Strategies.<Channels>random(5).then(Strategies.guidedWalk(10, 0.1, 3)))
            .journal(file);
    ImmutableList<Trial<Channels>> whole = search.run().trials();
    scorings.set(0);
    ImmutableList<Trial<Channels>> read = search.run().trials();
    assertThat(scorings).hasValue(0);
    for (int index = 0; index < whole.size(); index++) {
      ConditionGradients expected = whole.get(index).gradients().orElseThrow();
      ConditionGradients found = read.get(index).gradients().orElseThrow();
      assertThat(found.encoding()).isEqualTo(expected.encoding());
      assertThat(found.loss()).isEqualTo(expected.loss());
      assertThat(found.removals()).isEqualTo(expected.removals());
      assertThat(found.byWeight().get("w")).isDeepEqualTo(expected.byWeight().get("w"));
      assertThat(read.get(index).proposal()).isEqualTo(whole.get(index).proposal());
    }
  }

  @Test
  void aJournalOfAnotherSearchIsRefused() throws IOException {
    search(this::plain).run();
    assertRefused(
        Search.over(new NumberSpace(301)).scoredBy(this::plain).strategy(strategy()).seed(3),
        "line 2:",
        "numbers below 300",
        "numbers below 301");
    assertRefused(search(this::plain).seed(4), "line 2:", "seed is 3", "4");
    assertRefused(search(this::plain).minimise(Objective.loss()), "line 2:", "[error]", "[loss]");
    assertRefused(
        search(this::plain).subjectTo(Constraint.under(Objective.parameters(), 9)),
        "line 2:",
        "[]",
        "[parameters at most 9.0]");
  }

  private void assertRefused(Search<Channels> search, String... message) throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertThatIllegalArgumentException()
        .isThrownBy(search.journal(file)::run)
        .withMessageContaining(file.toString())
        .withMessageContainingAll(message);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void anEditedJournalIsRefusedEvenWhereItIsAsGoodAsBefore() throws IOException {
    search(this::plain).run();
    List<String> lines = Files.readAllLines(file);
    assertChanged(lines, 22, "\"error\":0.", "\"error\":0.0");
    assertChanged(lines, 22, "\"parameters\":", "\"parameters\":1");
    assertChanged(lines, 22, "\"failure\":null", "\"failure\":\"none\"");
    assertChanged(lines, 22, "\"check\":\"", "\"check\":\"0");
    assertChanged(lines, 22, "{", "{ ");
    assertChanged(lines, 4, "\"hash\":\"", "\"hash\":\"0");
    assertChanged(lines, 1, "\"seed\":3", "\"seed\":4");
    assertChanged(lines, lines.size() - 1, "\"hash\":\"", "\"hash\":\"0");
    Files.writeString(file, String.join("\r\n", lines) + "\r\n");
    assertRefused(search(this::plain), "line 2:", "was changed");
  }

  private void assertChanged(List<String> lines, int line, String from, String to)
      throws IOException {
    Files.write(file, edited(lines, line, from, to));
    assertRefused(
        search(this::plain),
        "line " + (line + 1) + ":",
        "was changed since it was written",
        "restore the journal");
  }

  private static List<String> edited(List<String> lines, int line, String from, String to) {
    assertThat(lines.get(line)).contains(from);
    List<String> edited = new ArrayList<>(lines);
    edited.set(line, lines.get(line).replace(from, to));
    return edited;
  }

  @Test
  void linesThatWereLeftOutOrAreOfAnotherJournalAreNoticed() throws IOException {
    search(this::plain).run();
    List<String> lines = Files.readAllLines(file);
    List<String> without = new ArrayList<>(lines);
    without.remove(30);
    Files.write(file, without);
    assertRefused(search(this::plain), "line 31:", "was changed");

    Files.delete(file);
    Search<Channels> better =
        search(
            (number, fidelity) -> Score.ofError(plain(number, fidelity).evaluation().error() / 2));
    better.failureLimit(100).run();
    List<String> mixed = new ArrayList<>(lines);
    mixed.set(24, Files.readAllLines(file).get(24));
    assertThat(mixed.get(24)).startsWith("{\"result\":2,").isNotEqualTo(lines.get(24));
    Files.write(file, mixed);
    assertRefused(search(this::plain), "line 25:", "was changed");
  }

  /** Its last byte is the end of the last line, without which that is a torn one. */
  @Test
  void everyByteCounts() throws IOException {
    search(this::plain).run();
    byte[] journal = Files.readAllBytes(file);
    for (int offset = 0; offset < journal.length - 1; offset += 97) {
      byte[] changed = journal.clone();
      changed[offset] ^= 1;
      Files.write(file, changed);
      assertRefused(search(this::plain), " ");
    }
  }

  @Test
  void aJournalOfAnotherVersionIsRefused() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "{\"journal\":\"smash search\",\"version\":1}\n{\"space\":\"numbers\"}\n");
    assertRefused(search(this::plain), "line 1:", "version is 1", "2", "the program that wrote it");
  }

  /** What another program, or a strategy that is not the same each time, may write. */
  @Test
  void aJournalWithAnotherContentIsRefused() throws IOException {
    search(this::plain).run();
    List<String> lines = Files.readAllLines(file);
    assertForeign(lines, 0, "smash search", "another", "line 1:", "another");
    assertForeign(lines, 0, "\"journal\"", "journal", "is not a journal");
    assertForeign(lines, 1, "\"seed\"", "\"sead\"", "line 2:", "seed");
    assertForeign(lines, 4, "\"value\":", "\"value\":9", "line 5:", "proposal 2", "\"value\":9");
    assertForeign(
        lines, 4, "null", "0", "line 5:", "proposal 2", "\"parent\":0", "\"parent\":null");
    assertForeign(lines, 4, "proposal", "result", "line 5:", "proposal 2");
    assertForeign(lines, 22, "{\"result\":0", "{\"result\":1", "line 23:", "trial 1", "trial 0");
    assertForeign(lines, 22, "\"parameters\":", "\"parameters\":x", "line 23:", "x");
    assertForeign(lines, 22, "\"result\":0", "\"proposal\":0", "line 23:", "trial 0");
  }

  /** Writes the lines with checks that are right. */
  private void assertForeign(
      List<String> lines, int line, String from, String to, String... message) throws IOException {
    Files.delete(file);
    try (JournalFile foreign = JournalFile.open(file)) {
      edited(lines, line, from, to).stream()
          .map(each -> each.replaceFirst(",\"check\":\"[0-9a-f]{8}\"}$", "}"))
          .forEach(foreign::append);
      foreign.flush();
    }
    assertRefused(search(this::plain), message);
  }

  @Test
  void aJournalOfAnotherStrategyIsRefused() throws IOException {
    search(this::plain).run();
    assertRefused(
        Search.over(SPACE).scoredBy(this::plain).strategy(Strategies.random(5)).seed(3),
        "line 8:",
        "trial 0");
    assertRefused(
        Search.over(SPACE).scoredBy(this::plain).strategy(Strategies.random(500)).seed(3),
        "line 23:",
        "proposal 20");
  }

  @Test
  void whatIsNoJournalIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "my thesis, without a line end");
    assertRefused(search(this::plain), "is not a journal");
    Files.writeString(file, "my thesis\nchapter one\n");
    assertRefused(search(this::plain), "is not a journal");
    file = folder;
    assertThatIllegalArgumentException()
        .isThrownBy(search(this::plain)::run)
        .withMessageContainingAll(folder.toString(), "no regular file");
  }

  @Test
  void aPathThatCannotBeMadeIsAClearError() throws IOException {
    Path wall = Files.writeString(folder.resolve("wall"), "");
    file = wall.resolve("trials.jsonl");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(search(this::plain)::run)
        .withMessageContainingAll("journal", file.toString(), "check the path");
  }

  @Test
  void aJournalInUseIsRefused() {
    search(this::plain).failureLimit(100).run();
    try (Stream<Trial<Channels>> running = search(this::plain).trials()) {
      assertThat(running.iterator().hasNext()).isTrue();
      assertInUse(file);
      assertInUse(file.resolveSibling(".").resolve(file.getFileName()));
    }
    assertThat(search(this::plain).run().trials()).hasSize(40);
  }

  private void assertInUse(Path name) {
    assertThatIllegalStateException()
        .isThrownBy(search(this::plain).journal(name)::run)
        .withMessageContainingAll(name.toString(), "in use", "wait for its end");
  }

  /** The super-user may write every file. */
  @Test
  void aJournalThatMayNotBeWrittenIsRefused() throws IOException {
    search(this::plain).run();
    byte[] before = Files.readAllBytes(file);
    assertThat(file.toFile().setWritable(false)).isTrue();
    assumeThat(Files.isWritable(file)).isFalse();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(search(this::plain)::run)
        .withMessageContainingAll("journal", file.toString(), "who may read and write it");
    assertThat(file).hasBinaryContent(before);
  }
}
