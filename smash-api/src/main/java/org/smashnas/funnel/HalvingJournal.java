package org.smashnas.funnel;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.smashnas.file.JsonLines;

/**
 * What a successive halving writes down, as JSON lines: which it is, then each result as it is
 * found. As all follows from results, one that runs again reads them in the order in which it would
 * find them.
 */
final class HalvingJournal implements AutoCloseable {
  private static final String FORMAT = "smash successive halving";
  private static final int VERSION = 1;

  private final Path path;
  private final Iterator<Line> known;
  private final JsonLines<Line> file;
  private int line = 1;

  private HalvingJournal(Path path, ImmutableList<Line> known, JsonLines<Line> file) {
    this.path = path;
    this.known = known.iterator();
    this.file = file;
  }

  /** The first line says which halving it is, each other one has a result. */
  record Line(Optional<Header> halving, Optional<RungResult> result) {}

  /** Which halving it is. */
  record Header(
      String journal,
      int version,
      String space,
      ImmutableList<Rung> rungs,
      String training,
      String examples,
      String architectures) {
    Header(
        String space,
        ImmutableList<Rung> rungs,
        String training,
        String examples,
        String architectures) {
      this(FORMAT, VERSION, space, rungs, training, examples, architectures);
    }
  }

  static HalvingJournal open(Path path, Header header) {
    Line first = new Line(Optional.of(header), Optional.empty());
    ImmutableList<Line> lines =
        Files.exists(path) ? JsonLines.read(path, Line.class) : ImmutableList.of();
    if (!lines.isEmpty()) {
      check(path, lines.get(0), header);
    } else if (Files.exists(path)) {
      checkArgument(
          JsonLines.isTornStart(path, first),
          "%s is not the journal of such trainings; name a folder that has one, or is not there"
              + " yet",
          path);
    }
    JsonLines<Line> file = JsonLines.open(path, Line.class, line -> true);
    HalvingJournal journal =
        new HalvingJournal(path, lines.subList(Math.min(1, lines.size()), lines.size()), file);
    if (lines.isEmpty()) {
      file.append(first);
    }
    return journal;
  }

  private static void check(Path path, Line first, Header expected) {
    checkArgument(
        first.halving().isPresent() && first.result().isEmpty(),
        "%s, line 1: does not say what is trained; restore the journal, or name another folder",
        path);
    Header found = first.halving().orElseThrow();
    checkSame(path, "format", found.journal(), expected.journal());
    checkSame(path, "version", found.version(), expected.version());
    checkSame(path, "space", found.space(), expected.space());
    checkSame(path, "list of rungs", found.rungs(), expected.rungs());
    checkSame(path, "training", found.training(), expected.training());
    checkSame(path, "examples", found.examples(), expected.examples());
    checkSame(path, "hash of architectures", found.architectures(), expected.architectures());
  }

  private static void checkSame(Path path, String what, Object found, Object expected) {
    checkArgument(
        Objects.equals(found, expected),
        "%s, line 1: the journal's %s is %s, but it is now %s; run what wrote it, or name another"
            + " folder",
        path,
        what,
        found,
        expected);
  }

  /** The next result, if it is there; it must be that of the architecture on the rung. */
  Optional<RungResult> next(int rung, int number) {
    if (!known.hasNext()) {
      return Optional.empty();
    }
    line++;
    Optional<RungResult> result = known.next().result();
    checkArgument(
        result.isPresent() && result.get().rung() == rung && result.get().number() == number,
        "%s, line %s: has not the result of architecture %s on rung %s, which belongs there;"
            + " restore the journal, or cut it off before this line: what follows is trained again",
        path,
        line,
        number,
        rung);
    return result;
  }

  void add(RungResult result) {
    file.append(new Line(Optional.empty(), Optional.of(result)));
  }

  @Override
  public void close() {
    file.close();
  }
}
