package org.smashnas.file;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.smashnas.json.StrictJson;

/**
 * A log of JSON values, one a line, that only grows. Each line reaches the operating system before
 * {@link #append} returns, so a killed process loses none; a line torn by a crash is dropped when
 * the log is opened again. One thread at a time.
 *
 * @param <T> the type of a line
 */
public final class JsonLines<T> implements AutoCloseable {
  private static final StrictJson JSON = StrictJson.create();

  private final Path path;
  private final RandomAccessFile file;

  private JsonLines(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens a log to go on with; it is made if it is not there, and so are the folders on the way.
   *
   * @param path the file
   * @param type the type of a line
   * @param keep which lines to go on from: those before the first that fails
   * @param <T> the type of a line
   * @return the log, to be closed by the caller
   * @throws IllegalArgumentException if a line other than a torn last one is not such a value; the
   *     file stays as it was
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static <T> JsonLines<T> open(Path path, Class<T> type, Predicate<T> keep) {
    try {
      MoreFiles.createParentDirectories(path.toAbsolutePath());
      long length = Files.exists(path) ? keptLength(path, type, keep) : 0;
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      file.setLength(length);
      file.seek(length);
      return new JsonLines<>(path, file);
    } catch (IOException failure) {
      throw unwritable(path, failure);
    }
  }

  private static <T> long keptLength(Path path, Class<T> type, Predicate<T> keep)
      throws IOException {
    long length = 0;
    int number = 1;
    for (String line : wholeLines(path)) {
      if (!keep.test(parse(path, number++, line, type))) {
        break;
      }
      length += line.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    return length;
  }

  /**
   * Reads a log.
   *
   * @param path the file
   * @param type the type of a line
   * @param <T> the type of a line
   * @return the values in order, without a torn last line
   * @throws IllegalArgumentException if another line is not such a value
   * @throws UncheckedIOException if the file cannot be read
   */
  public static <T> ImmutableList<T> read(Path path, Class<T> type) {
    ImmutableList.Builder<T> values = ImmutableList.builder();
    int number = 1;
    try {
      for (String line : wholeLines(path)) {
        values.add(parse(path, number++, line, type));
      }
      return values.build();
    } catch (IOException failure) {
      throw FileFailure.of("read " + path, failure, "check the path");
    }
  }

  /**
   * Whether a file that has no whole line is a log whose first line was torn by a crash, not
   * somebody else's file.
   *
   * @param path the file
   * @param first the log's first line
   * @param <T> the type of a line
   * @return whether its bytes are the beginning of that line
   * @throws UncheckedIOException if the file cannot be read
   */
  public static <T> boolean isTornStart(Path path, T first) {
    byte[] whole = JSON.write(first).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] torn = Files.readAllBytes(path);
      return torn.length <= whole.length
          && Arrays.equals(torn, 0, torn.length, whole, 0, torn.length);
    } catch (IOException failure) {
      throw FileFailure.of("read " + path, failure, "check the path");
    }
  }

  private static ImmutableList<String> wholeLines(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    // A torn line may end within a character.
    int length = Bytes.lastIndexOf(bytes, (byte) '\n') + 1;
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes, 0, length))
        .toString()
        .lines()
        .collect(ImmutableList.toImmutableList());
  }

  private static <T> T parse(Path path, int number, String line, Class<T> type) {
    return JSON.read(line, type, path + ", line " + number + ":");
  }

  /**
   * Adds a line.
   *
   * @param value its value
   * @throws UncheckedIOException if it cannot be written
   */
  public void append(T value) {
    try {
      file.write((JSON.write(value) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw unwritable(path, failure);
    }
  }

  private static UncheckedIOException unwritable(Path path, IOException failure) {
    return FileFailure.of("write " + path, failure, "check the path and the room on its disk");
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      throw unwritable(path, failure);
    }
  }
}
