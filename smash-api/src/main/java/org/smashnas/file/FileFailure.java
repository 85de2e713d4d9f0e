package org.smashnas.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says which file operation failed, why, and what to do. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * The exception to throw.
   *
   * @param action what cannot be done to which file: "read run/log.jsonl"
   * @param failure what was thrown
   * @param remedy what to do: "check the path"
   * @return an exception with one clear message
   */
  public static UncheckedIOException of(String action, IOException failure, String remedy) {
    return new UncheckedIOException(
        "cannot " + action + ": " + cause(failure) + "; " + remedy, failure);
  }

  /** The messages of the file system's exceptions are often the path alone. */
  private static String cause(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof FileSystemException system) {
      String reason = system.getReason() == null ? "" : ", " + system.getReason();
      return system.getClass().getSimpleName() + " for " + system.getFile() + reason;
    }
    return failure.toString();
  }
}
