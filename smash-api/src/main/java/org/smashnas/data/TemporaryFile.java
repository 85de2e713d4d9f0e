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
    Path file = Files.createTempFile("smash-", ".bytes");
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    long free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
    if (free < bytes) {
      channel.close();
      throw new IOException(
          "unpacking takes %d bytes, but %s has %d left; set java.io.tmpdir to a larger folder"
              .formatted(bytes, file.toAbsolutePath().getParent(), free));
    }
    return channel;
  }
}
