package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.io.MoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.smashnas.file.FileFailure;

/**
 * A file of JSON objects, one a line, that is read line by line and then grows. Each line but the
 * first, which tells the format, ends in a field that is hidden here: its check, the CRC-32C of all
 * that the file has before the check. So every later change is noticed where it begins, lines that
 * were left out or exchanged among them, and the file may still be cut off behind any line.
 *
 * <p>It is locked against other writers. Nothing is written before the first {@link #append}, which
 * cuts off a torn last line. Interrupting a thread does not close it, as it would close a file
 * channel.
 */
final class JournalFile implements AutoCloseable {
  private static final int BUFFER = 1 << 18;
  private static final int LONGEST_LINE = 1 << 28;
  private static final Duration SYNC_INTERVAL = Duration.ofSeconds(1);
  private static final char UNKNOWN = '\uFFFD';
  private static final String CHECK = ",\"check\":\"%s\"}";
  private static final int CHECK_LENGTH = CHECK.length() - "%s".length() + 2 * Integer.BYTES;

  private final Path path;
  private final RandomAccessFile file;
  private final byte[] buffer = new byte[BUFFER];

  /** The buffer's bytes as characters, one for one; those that are not ASCII are unknown. */
  private String characters = "";

  private int bufferPosition;
  private int bufferEnd;
  private long lines;
  private long endOfLines;
  private final CRC32C check = new CRC32C();
  private @Nullable JournalLine next;
  private byte[] tornLine = new byte[0];
  private boolean appending;
  private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream();
  private long synced = System.nanoTime();

  private JournalFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static JournalFile open(Path path) {
    checkArgument(
        !Files.exists(path) || Files.isRegularFile(path),
        "journal %s is no regular file; name a file that is a journal, or is not there yet",
        path);
    try {
      MoreFiles.createParentDirectories(path.toAbsolutePath());
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      JournalFile journal = new JournalFile(path, file);
      try {
        journal.lock();
        journal.readLine();
      } catch (IOException | RuntimeException failure) {
        file.close();
        throw failure;
      }
      return journal;
    } catch (IOException failure) {
      throw FileFailure.of(
          "open journal " + path, failure, "check the path and who may read and write it");
    }
  }

  private void lock() throws IOException {
    checkState(
        isLocked(),
        "journal %s is in use by another search; wait for its end, or name another journal",
        path);
  }

  private boolean isLocked() throws IOException {
    try {
      return file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  /** The next line, unless all whole lines were read. */
  Optional<JournalLine> peek() {
    return Optional.ofNullable(next);
  }

  /** The number of the line that {@link #peek} shows, from 1. */
  long lineNumber() {
    return lines;
  }

  /** What follows the last whole line. */
  byte[] tornLine() {
    return tornLine.clone();
  }

  /** Goes on to the next line. */
  void advance() {
    try {
      readLine();
    } catch (IOException failure) {
      throw FileFailure.of("read journal " + path, failure, "check the path");
    }
  }

  private void readLine() throws IOException {
    lines++;
    ByteArrayOutputStream start = new ByteArrayOutputStream(0);
    while (fill()) {
      int from = bufferPosition;
      int lineEnd = characters.indexOf('\n', from);
      bufferPosition = lineEnd < 0 ? bufferEnd : lineEnd + 1;
      int length = bufferPosition - from;
      if (lineEnd >= 0 && start.size() == 0 && isAscii(characters)) {
        next = line(characters, from, from + checked(buffer, from, length));
        return;
      }
      start.write(buffer, from, length);
      if (lineEnd >= 0) {
        byte[] whole = start.toByteArray();
        String text = new String(whole, 0, checked(whole, 0, whole.length), StandardCharsets.UTF_8);
        next = line(text, 0, text.length());
        return;
      }
      checkArgument(
          start.size() < LONGEST_LINE,
          "journal %s, line %s: has more than %s bytes; it is not a journal",
          path,
          lines,
          LONGEST_LINE);
    }
    next = null;
    tornLine = start.toByteArray();
  }

  private boolean fill() throws IOException {
    if (bufferPosition == bufferEnd) {
      bufferPosition = 0;
      bufferEnd = Math.max(0, file.read(buffer));
      characters = new String(buffer, 0, bufferEnd, StandardCharsets.US_ASCII);
    }
    return bufferEnd > 0;
  }

  private static boolean isAscii(String characters) {
    return characters.indexOf(UNKNOWN) < 0;
  }

  private JournalLine line(String text, int start, int end) {
    return new JournalLine(text, start, end, lines == 1 ? "" : "}");
  }

  /** The length of a line without its end and its check, which must be right. */
  private int checked(byte[] bytes, int from, int length) {
    endOfLines += length;
    if (lines == 1) {
      check.update(bytes, from, length);
      return length - 1;
    }
    int checked = Math.max(0, length - 1 - CHECK_LENGTH);
    check.update(bytes, from, checked);
    String found = new String(bytes, from + checked, length - 1 - checked, StandardCharsets.UTF_8);
    checkArgument(
        found.equals(checkSoFar()),
        "%s, line %s: was changed since it was written, as its check shows; restore the journal,"
            + " or cut it off before this line: what follows is scored again",
        path,
        lines);
    check.update(bytes, from + checked, length - checked);
    return checked;
  }

  private String checkSoFar() {
    return CHECK.replace("%s", HexFormat.of().toHexDigits((int) check.getValue()));
  }

  /** Adds a line, a JSON object, to be written by {@link #flush}; all lines were read. */
  void append(String line) {
    if (lines == 1) {
      add(line + "\n");
    } else {
      add(line.substring(0, line.length() - 1));
      add(checkSoFar() + "\n");
    }
    lines++;
    if (unwritten.size() > 4 * BUFFER) {
      flush();
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    check.update(bytes);
    unwritten.writeBytes(bytes);
  }

  /** Hands what was added to the operating system, and now and then to the disk. */
  void flush() {
    if (unwritten.size() == 0) {
      return;
    }
    try {
      if (!appending) {
        file.setLength(endOfLines);
        file.seek(endOfLines);
        appending = true;
      }
      file.write(unwritten.toByteArray());
      unwritten.reset();
      if (System.nanoTime() - synced > SYNC_INTERVAL.toNanos()) {
        file.getFD().sync();
        synced = System.nanoTime();
      }
    } catch (IOException failure) {
      throw unwritable(failure);
    }
  }

  @Override
  public void close() {
    try (RandomAccessFile closed = file) {
      if (appending) {
        closed.getFD().sync();
      }
    } catch (IOException failure) {
      throw unwritable(failure);
    }
  }

  private RuntimeException unwritable(IOException failure) {
    return FileFailure.of(
        "write journal " + path,
        failure,
        "check the room on its disk; the search goes on from it when it runs again");
  }
}
