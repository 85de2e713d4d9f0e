package org.smashnas.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Room on disk for what was packed. The file vanishes with its last user, a memory map included,
 * even if the process is killed.
 */
final class TemporaryFile {
  private TemporaryFile() {}

  static FileChannel open(long bytes) throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < bytes) {
        throw new IOException("%d bytes are needed, %d are left".formatted(bytes, free));
      }
      return FileChannel.open(
          Files.createTempFile(folder, "smash-", ".bytes"),
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException failure) {
      throw new IOException(
          "cannot unpack it into the temporary folder %s (%s), set java.io.tmpdir to another one"
              .formatted(folder, failure.getMessage()),
          failure);
    }
  }
}
