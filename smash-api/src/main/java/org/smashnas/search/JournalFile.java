package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.io.MoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.smashnas.file.FileFailure;

/**
 * A text file that is read line by line and then grows. It is locked against other writers. Nothing
 * is written before the first {@link #append}, which cuts off a torn last line. Interrupting a
 * thread does not close it, as it would close a file channel.
 */
final class JournalFile implements AutoCloseable {
  private static final int BUFFER = 1 << 18;
  private static final int LONGEST_LINE = 1 << 28;
  private static final Duration SYNC_INTERVAL = Duration.ofSeconds(1);

  private final Path path;
  private final RandomAccessFile file;
  private final byte[] buffer = new byte[BUFFER];
  private int bufferPosition;
  private int bufferEnd;
  private long lines;
  private long endOfLines;
  private @Nullable String next;
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
    boolean isLocked;
    try {
      FileLock lock = file.getChannel().tryLock();
      isLocked = lock != null;
    } catch (OverlappingFileLockException sameProcess) {
      isLocked = false;
    }
    if (!isLocked) {
      throw new IllegalStateException(
          "journal "
              + path
              + " is in use by another search; wait for its end, or name another journal");
    }
  }

  /** The next line, unless all whole lines were read. */
  Optional<String> peek() {
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
      while (bufferPosition < bufferEnd && buffer[bufferPosition] != '\n') {
        bufferPosition++;
      }
      if (bufferPosition < bufferEnd) {
        next = text(start, from);
        endOfLines += start.size() + bufferPosition - from + 1L;
        bufferPosition++;
        return;
      }
      start.write(buffer, from, bufferPosition - from);
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

  /** The line's earlier parts and the bytes of the buffer up to where it stands. */
  private String text(ByteArrayOutputStream start, int from) {
    if (start.size() == 0) {
      return new String(buffer, from, bufferPosition - from, StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(start.size() + bufferPosition - from);
    line.writeBytes(start.toByteArray());
    line.write(buffer, from, bufferPosition - from);
    return line.toString(StandardCharsets.UTF_8);
  }

  private boolean fill() throws IOException {
    if (bufferPosition == bufferEnd) {
      bufferPosition = 0;
      bufferEnd = Math.max(0, file.read(buffer));
    }
    return bufferEnd > 0;
  }

  /** Adds a line, to be written by {@link #flush}; all lines were read. */
  void append(String line) {
    unwritten.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    unwritten.write('\n');
    if (unwritten.size() > 4 * BUFFER) {
      flush();
    }
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
