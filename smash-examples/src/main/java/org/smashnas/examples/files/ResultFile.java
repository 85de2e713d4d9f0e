package org.smashnas.examples.files;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.smashnas.file.AtomicFile;
import org.smashnas.file.FileFailure;
import org.smashnas.json.StrictJson;

/** The files of a run: JSON for programs and people. */
public final class ResultFile {
  private static final StrictJson JSON = StrictJson.create();

  private ResultFile() {}

  /**
   * Makes the folder of a run, so that a wrong one is found before the long work.
   *
   * @param folder the folder; those on the way to it are made too
   * @throws UncheckedIOException if it cannot be made
   */
  public static void makeFolder(Path folder) {
    try {
      MoreFiles.createParentDirectories(folder.resolve("any"));
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot make the folder " + folder + " (" + failure + "); name another with --out",
          failure);
    }
  }

  /**
   * Writes a result.
   *
   * @param file where to; a file there is replaced
   * @param result what to write
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Object result) {
    AtomicFile.write(file, JSON.writePretty(result) + System.lineSeparator());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param file the file
   * @param type of the result
   * @param remedy what to do if it is not there, for the error message
   * @param <T> the type of the result
   * @return the result
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if its content is wrong; the message gives the place
   */
  public static <T> T read(Path file, Class<T> type, String remedy) {
    try {
      return JSON.read(Files.readString(file), type, file.toString());
    } catch (IOException failure) {
      throw FileFailure.of("read " + file, failure, remedy);
    } catch (IllegalArgumentException damaged) {
      throw new IllegalArgumentException(
          damaged.getMessage() + "; the file is damaged, restore it", damaged);
    }
  }
}
