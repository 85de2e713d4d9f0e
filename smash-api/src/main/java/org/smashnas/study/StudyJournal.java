package org.smashnas.study;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.smashnas.file.JsonLines;

/**
 * What a study writes down, as JSON lines: which study it is, then each prediction and each truth
 * as it is found. A study that runs again has them from here.
 */
final class StudyJournal implements AutoCloseable {
  /** What stands in place of a predictor's name. */
  static final String TRUTH = "truth";

  private static final String FORMAT = "smash rank study";
  private static final int VERSION = 1;

  private final Map<Key, Double> values = new HashMap<>();
  private final Optional<JsonLines<Line>> file;

  private StudyJournal(Optional<JsonLines<Line>> file) {
    this.file = file;
  }

  /** The first line has the study, the others a result each. */
  record Line(Optional<Study> study, Optional<Result> result) {}

  /** Which study it is. */
  record Study(
      String journal,
      int version,
      String space,
      String truth,
      ImmutableList<Long> truthSeeds,
      ImmutableList<Long> hyperNetSeeds,
      ImmutableList<String> predictors,
      int architectures,
      String hash) {
    static Study of(StudySettings<?> settings, int architectures, String hash) {
      return new Study(
          FORMAT,
          VERSION,
          settings.space().id(),
          settings.truth().name(),
          settings.truth() instanceof Truth.Trained<?> own ? own.seeds() : ImmutableList.of(),
          settings.hyperNetSeeds(),
          settings.predictors().stream()
              .map(Predictor::name)
              .collect(ImmutableList.toImmutableList()),
          architectures,
          hash);
    }
  }

  /** Names a number: a predictor's, of a HyperNet seed if it has several, or the truth's. */
  record Key(String of, OptionalLong seed, int architecture) {}

  /** A number that was found. */
  record Result(String of, OptionalLong seed, int architecture, double value) {
    Key key() {
      return new Key(of, seed, architecture);
    }
  }

  /** No journal: nothing is kept. */
  static StudyJournal none() {
    return new StudyJournal(Optional.empty());
  }

  static StudyJournal open(Path path, Study study) {
    checkArgument(
        !Files.exists(path) || Files.isRegularFile(path),
        "journal %s is no regular file; name a file that is a journal, or is not there yet",
        path);
    ImmutableList<Line> lines = Files.exists(path) ? read(path, study) : ImmutableList.of();
    StudyJournal journal =
        new StudyJournal(Optional.of(JsonLines.open(path, Line.class, line -> true)));
    lines.stream().skip(1).forEach(line -> journal.remember(line.result().orElseThrow()));
    if (lines.isEmpty()) {
      journal.append(new Line(Optional.of(study), Optional.empty()));
    }
    return journal;
  }

  /** Reads and checks everything before anything is written. */
  private static ImmutableList<Line> read(Path path, Study study) {
    ImmutableList<Line> lines;
    try {
      lines = JsonLines.read(path, Line.class);
    } catch (IllegalArgumentException foreign) {
      throw new IllegalArgumentException(
          String.format(
              "%s is not the journal of a rank study, or was damaged: %s; name one that is, or a"
                  + " file that is not there yet",
              path, foreign.getMessage()),
          foreign);
    }
    if (lines.isEmpty()) {
      checkTornStart(path, study);
      return lines;
    }
    checkStudy(path, lines.get(0), study);
    Map<Key, Integer> seen = new HashMap<>();
    for (int index = 1; index < lines.size(); index++) {
      checkResult(path + ", line " + (index + 1) + ":", lines.get(index), study, seen, index + 1);
    }
    return lines;
  }

  /** Without a whole line, it must be the start of the first one, or it is somebody else's file. */
  private static void checkTornStart(Path path, Study study) {
    checkArgument(
        JsonLines.isTornStart(path, new Line(Optional.of(study), Optional.empty())),
        "%s is not the journal of this study; name one that is, or a file that is not there yet",
        path);
  }

  private static void checkStudy(Path path, Line first, Study expected) {
    checkArgument(
        first.study().isPresent() && first.result().isEmpty(),
        "%s, line 1: does not say which study it is; restore the journal, or name another",
        path);
    Study found = first.study().orElseThrow();
    checkSame(path, "format", found.journal(), expected.journal());
    checkSame(path, "version", found.version(), expected.version());
    checkSame(path, "space", found.space(), expected.space());
    checkSame(path, "truth", found.truth(), expected.truth());
    checkSame(path, "seeds of the truth", found.truthSeeds(), expected.truthSeeds());
    checkSame(path, "HyperNet seeds", found.hyperNetSeeds(), expected.hyperNetSeeds());
    checkSame(path, "predictors", found.predictors(), expected.predictors());
    checkSame(path, "number of architectures", found.architectures(), expected.architectures());
    checkSame(path, "hash of the architectures", found.hash(), expected.hash());
  }

  private static void checkSame(Path path, String what, Object found, Object expected) {
    checkArgument(
        Objects.equals(found, expected),
        "%s, line 1: the journal's %s is %s, but the study's is %s; run the study that wrote it, or"
            + " name another journal",
        path,
        what,
        found,
        expected);
  }

  private static void checkResult(
      String place, Line line, Study study, Map<Key, Integer> seen, int number) {
    checkArgument(
        line.result().isPresent() && line.study().isEmpty(),
        "%s has no result; restore the journal, or cut it off before this line",
        place);
    Result result = line.result().orElseThrow();
    checkArgument(
        (result.of().equals(TRUTH) || study.predictors().contains(result.of()))
            && result.architecture() >= 0
            && result.architecture() < study.architectures()
            && Double.isFinite(result.value()),
        "%s is %s, which this study does not have; restore the journal, or cut it off before this"
            + " line",
        place,
        result);
    Integer earlier = seen.putIfAbsent(result.key(), number);
    checkArgument(
        earlier == null,
        "%s has the result of line %s again; restore the journal, or cut it off before this line",
        place,
        earlier);
  }

  OptionalDouble find(Key key) {
    Double value = values.get(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Keeps a number that was just found. */
  void add(Key key, double value) {
    Result result = new Result(key.of(), key.seed(), key.architecture(), value);
    append(new Line(Optional.empty(), Optional.of(result)));
    remember(result);
  }

  private void remember(Result result) {
    values.put(result.key(), result.value());
  }

  private void append(Line line) {
    file.ifPresent(lines -> lines.append(line));
  }

  @Override
  public void close() {
    file.ifPresent(JsonLines::close);
  }
}
