package org.smashnas.file;

import com.google.common.io.MoreFiles;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes files that are whole or not there: aside, synced to the disk, renamed. Interrupting the
 * thread does not tear a write. Two writers of one file at a time are one too many.
 */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** Gives a file its content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything.
     *
     * @param target where to; it is buffered, and closed by the caller
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream target) throws IOException;
  }

  /**
   * Writes a file. Folders on the way to it are made.
   *
   * @param file where to; a file there is replaced
   * @param content what to write
   * @throws UncheckedIOException if it cannot be written; a file that was there stays as it was
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path aside = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      MoreFiles.createParentDirectories(target);
      try {
        writeSynced(aside, content);
        Files.move(
            aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException failure) {
        discard(aside, failure);
        throw failure;
      }
    } catch (IOException failure) {
      throw FileFailure.of(
          "write " + file,
          failure,
          "check the path and the room on its disk, what was saved there before is unharmed");
    }
  }

  /**
   * Writes a text.
   *
   * @param file where to; a file there is replaced
   * @param text what to write, as UTF-8
   * @throws UncheckedIOException if it cannot be written; a file that was there stays as it was
   */
  public static void write(Path file, String text) {
    write(file, target -> target.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void writeSynced(Path aside, Content content) throws IOException {
    try (FileOutputStream file = new FileOutputStream(aside.toFile())) {
      OutputStream buffered = new BufferedOutputStream(file, BUFFER);
      content.writeTo(buffered);
      buffered.flush();
      file.getFD().sync();
    }
  }

  private static void discard(Path aside, IOException failure) {
    try {
      if (Files.isRegularFile(aside)) {
        Files.delete(aside);
      }
    } catch (IOException left) {
      failure.addSuppressed(left);
    }
  }
}
