package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.json.Excerpt;
import org.smashnas.json.StrictJson;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.Encoding;

/**
 * What a search writes down, as JSON lines: the format, the search, then each generation's
 * proposals and each result, in the order of the trials. A repeat has no result, as it is the
 * earlier one's. A journal that is there is read along with the search that runs again: its
 * proposals must be those of the strategy, its results stand for scorings, and behind its end it is
 * written on. A line without its end was torn by a crash; it is written again.
 */
final class Journal<A> implements AutoCloseable {
  private static final StrictJson JSON = StrictJson.create();
  private static final String PROPOSAL = "{\"proposal\":";
  private static final String RESULT = "{\"result\":";
  private static final String END = "}";

  private final ArchitectureSpace<A> space;
  private final @Nullable Path path;
  private final @Nullable JournalFile file;

  private Journal(ArchitectureSpace<A> space, @Nullable Path path, @Nullable JournalFile file) {
    this.space = space;
    this.path = path;
    this.file = file;
  }

  /** The first line. */
  record Format(String journal, int version) {
    static final Format CURRENT = new Format("smash search", 2);
  }

  /** The second line: which search it is. */
  record Header(
      String space,
      long seed,
      ImmutableList<String> objectives,
      ImmutableList<String> constraints) {}

  private record Result(
      long result,
      Optional<Evaluation> evaluation,
      OptionalDouble ensembleError,
      long parameters,
      long multiplyAdds,
      ImmutableMap<String, Double> values,
      Optional<String> failure,
      Optional<SavedGradients> gradients) {}

  /** No journal: nothing is read, nothing is written. */
  static <A> Journal<A> none(ArchitectureSpace<A> space) {
    return new Journal<>(space, null, null);
  }

  static <A> Journal<A> open(ArchitectureSpace<A> space, Path path, Header header) {
    JournalFile file = JournalFile.open(path);
    Journal<A> journal = new Journal<>(space, path, file);
    try {
      journal.start(file, header);
    } catch (RuntimeException failure) {
      file.close();
      throw failure;
    }
    return journal;
  }

  private void start(JournalFile file, Header header) {
    if (file.peek().isEmpty()) {
      byte[] start = (JSON.write(Format.CURRENT) + "\n").getBytes(StandardCharsets.UTF_8);
      byte[] torn = file.tornLine();
      checkArgument(
          torn.length <= start.length && Arrays.equals(torn, 0, torn.length, start, 0, torn.length),
          "%s is not a journal; name a file that is one, or is not there yet",
          path);
    }
    readOrWrite(file, JSON.write(Format.CURRENT), this::checkFormat);
    readOrWrite(file, JSON.write(header), line -> checkHeader(line, header));
    file.flush();
  }

  @FunctionalInterface
  private interface Check {
    void of(String line);
  }

  private static void readOrWrite(JournalFile file, String expected, Check check) {
    Optional<String> line = file.peek().map(JournalLine::toString);
    if (line.isEmpty()) {
      file.append(expected);
      return;
    }
    if (!line.get().equals(expected)) {
      check.of(line.get());
    }
    file.advance();
  }

  private void checkFormat(String line) {
    Format format;
    try {
      format = JSON.read(line, Format.class, place());
    } catch (IllegalArgumentException foreign) {
      throw new IllegalArgumentException(
          path + " is not a journal; name a file that is one, or is not there yet", foreign);
    }
    checkSame("format", format.journal(), Format.CURRENT.journal());
    checkArgument(
        format.version() == Format.CURRENT.version(),
        "%s the journal's version is %s, but this program's is %s; go on with the program that"
            + " wrote it, or name another journal",
        place(),
        format.version(),
        Format.CURRENT.version());
  }

  private void checkHeader(String line, Header expected) {
    Header header = JSON.read(line, Header.class, place());
    checkSame("space", header.space(), expected.space());
    checkSame("seed", header.seed(), expected.seed());
    checkSame("objectives", header.objectives(), expected.objectives());
    checkSame("constraints", header.constraints(), expected.constraints());
  }

  private void checkSame(String what, Object found, Object expected) {
    checkArgument(
        Objects.equals(found, expected),
        "%s the journal's %s is %s, but the search's is %s; run the search that wrote it, or name"
            + " another journal",
        place(),
        what,
        found,
        expected);
  }

  /** Where the next line is. */
  private String place() {
    return path + ", line " + (file == null ? 0 : file.lineNumber()) + ":";
  }

  /** The hash of a proposal that is in the journal, once it is proved to be the same. */
  Optional<String> read(Entry<A> entry) {
    Optional<JournalLine> next = file == null ? Optional.empty() : file.peek();
    next.ifPresent(line -> checkProposal(line, entry));
    return next.map(Journal::hash);
  }

  private void checkProposal(JournalLine line, Entry<A> entry) {
    if (isProposal(line, entry)) {
      if (file != null) {
        file.advance();
      }
      return;
    }
    checkArgument(
        line.startsWith(PROPOSAL),
        "%s has %s, but the search makes proposal %s now; restore the journal, or cut it off"
            + " before this line: what follows is scored again",
        place(),
        Excerpt.around(line.toString(), 0),
        entry.number());
    String found = line.toString();
    String expected = proposalLine(entry, hash(line));
    int difference = Strings.commonPrefix(found, expected).length();
    throw new IllegalArgumentException(
        String.format(
            "%s proposal %d is %s, but the strategy now proposes %s (from column %d on); run the"
                + " strategy that wrote the journal, or cut it off before this line: what follows"
                + " is scored again",
            place(),
            entry.number(),
            Excerpt.around(found, difference),
            Excerpt.around(expected, difference),
            difference + 1));
  }

  /** Adds a proposal, to be written by {@link #flush}. */
  void write(Entry<A> entry, String hash) {
    if (file != null) {
      file.append(proposalLine(entry, hash));
    }
  }

  void flush() {
    if (file != null) {
      file.flush();
    }
  }

  private boolean isProposal(JournalLine line, Entry<A> entry) {
    String start = start(entry, hash(line));
    A architecture = entry.proposal().architecture();
    return line.startsWith(start)
        && space
            .codec()
            .isJson(architecture, line.text(), line.start() + start.length(), line.end());
  }

  private String proposalLine(Entry<A> entry, String hash) {
    return start(entry, hash) + space.codec().toJson(entry.proposal().architecture()) + END;
  }

  private static String start(Entry<?> entry, String hash) {
    OptionalLong parent = entry.proposal().parent();
    return PROPOSAL
        + entry.number()
        + ",\"stage\":"
        + entry.stage()
        + ",\"generation\":"
        + entry.generation()
        + ",\"fidelity\":"
        + entry.proposal().fidelity()
        + ",\"parent\":"
        + (parent.isPresent() ? parent.getAsLong() : "null")
        + ",\"hash\":\""
        + hash
        + "\",\"architecture\":";
  }

  private static String hash(JournalLine proposal) {
    return proposal.between("\"hash\":\"", "\"");
  }

  /** The result of a trial, if the journal has it. */
  Optional<Outcome> readResult(Entry<A> entry) {
    Optional<String> line =
        file == null ? Optional.empty() : file.peek().map(JournalLine::toString);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    checkArgument(
        line.get().startsWith(RESULT),
        "%s has %s, but the result of trial %s belongs there; restore the journal, or cut it off"
            + " before this line: what follows is scored again",
        place(),
        Excerpt.around(line.get(), 0),
        entry.number());
    Result result = JSON.read(line.get(), Result.class, place());
    checkArgument(
        result.result() == entry.number(),
        "%s has the result of trial %s, but that of trial %s belongs there; restore the journal, or"
            + " cut it off before this line: what follows is scored again",
        place(),
        result.result(),
        entry.number());
    Outcome outcome =
        new Outcome(
            result.evaluation(),
            result.ensembleError(),
            result.parameters(),
            result.multiplyAdds(),
            result.values(),
            result.failure(),
            result.gradients().map(gradients -> gradients.of(encoding(entry.proposal()))));
    if (file != null) {
      file.advance();
    }
    return Optional.of(outcome);
  }

  private Encoding encoding(Proposal<A> proposal) {
    return Encoding.of(space.network(proposal.architecture()), space.weightGrid());
  }

  /** Writes a result. */
  void writeResult(Entry<A> entry, Outcome outcome) {
    if (file != null) {
      file.append(
          JSON.write(
              new Result(
                  entry.number(),
                  outcome.evaluation(),
                  outcome.ensembleError(),
                  outcome.parameters(),
                  outcome.multiplyAdds(),
                  outcome.values(),
                  outcome.failure(),
                  outcome.gradients().map(SavedGradients::of))));
      file.flush();
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
