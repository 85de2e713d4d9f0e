package org.smashnas.data;

import com.google.common.collect.ImmutableList;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** A file of a published dataset; failures to read it name it. */
record DataFile(Path path) {

  /** Reads from the open file. */
  @FunctionalInterface
  interface Reading<T> {
    T from(FileChannel channel) throws IOException;
  }

  /** The one that is there of a file's usual names. */
  static DataFile in(Path folder, ImmutableList<String> names) {
    return names.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .map(DataFile::new)
        .orElseThrow(
            () ->
                new UncheckedIOException(
                    "%s has none of the files %s; name the folder of the published files"
                        .formatted(folder, String.join(", ", names)),
                    new NoSuchFileException(folder.resolve(names.get(0)).toString())));
  }

  <T> T read(Reading<T> reading) {
    try (FileChannel channel = FileChannel.open(path)) {
      return reading.from(channel);
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  UncheckedIOException unreadable(IOException failure) {
    return new UncheckedIOException(
        "cannot read " + path + ": " + cause(failure) + "; check the path or get the file anew",
        failure);
  }

  /** The messages of the file system's exceptions are often the path alone. */
  private static String cause(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof EOFException) {
      return "it is cut short" + (failure.getMessage() == null ? "" : ", " + failure.getMessage());
    }
    if (failure instanceof FileSystemException system) {
      String reason = system.getReason() == null ? "" : ", " + system.getReason();
      return system.getClass().getSimpleName() + reason;
    }
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
