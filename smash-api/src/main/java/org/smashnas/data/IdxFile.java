package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * An array of bytes in the IDX format of the MNIST files, plain or in gzip: 0, 0, 8 (bytes), the
 * number of extents, each extent in four bytes, big-endian, then the values.
 */
final class IdxFile {
  private static final int BYTE_TYPE = 8;

  private final DataFile file;
  private final ImmutableList<Integer> recordShape;

  private IdxFile(DataFile file, ImmutableList<Integer> recordShape) {
    this.file = file;
    this.recordShape = recordShape;
  }

  /** Finds train-images-idx3-ubyte under its usual names. */
  static IdxFile in(Path folder, String name, ImmutableList<Integer> recordShape) {
    String type = "idx" + (recordShape.size() + 1) + "-ubyte";
    return new IdxFile(
        DataFile.in(
            folder,
            ImmutableList.of(
                name + "-" + type,
                name + "." + type,
                name + "-" + type + ".gz",
                name + "." + type + ".gz")),
        recordShape);
  }

  Path path() {
    return file.path();
  }

  /** Maps a plain file; a packed one is unpacked into a temporary file. */
  Records records() {
    return file.read(this::records);
  }

  private Records records(FileChannel channel) throws IOException {
    boolean packed = file.path().toString().endsWith(".gz");
    InputStream stored = new BufferedInputStream(Channels.newInputStream(channel));
    try (DataInputStream in = new DataInputStream(packed ? new GZIPInputStream(stored) : stored)) {
      int count = count(in);
      int recordBytes = recordShape.stream().reduce(1, Math::multiplyExact);
      long header = (recordShape.size() + 2L) * Integer.BYTES;
      if (!packed) {
        checkEnd(channel.size() > header + (long) count * recordBytes, count);
        return Records.map(channel, header, count, recordBytes);
      }
      Records records = Records.unpack(in, count, recordBytes);
      checkEnd(in.read() >= 0, count);
      return records;
    }
  }

  private int count(DataInputStream in) throws IOException {
    int expected = BYTE_TYPE << Byte.SIZE | (recordShape.size() + 1);
    try {
      int magic = in.readInt();
      checkArgument(
          magic == expected,
          "%s begins with the number %s; %s is expected, get the published file anew",
          path(),
          magic,
          expected);
      int count = in.readInt();
      checkArgument(
          count >= 1,
          "%s states %s examples; there must be at least 1, get the published file anew",
          path(),
          count);
      for (int expectedExtent : recordShape) {
        int extent = in.readInt();
        checkArgument(
            extent == expectedExtent,
            "%s has examples of extent %s; %s is expected, get the published file anew",
            path(),
            extent,
            expectedExtent);
      }
      return count;
    } catch (EOFException failure) {
      throw new EOFException("within its header");
    }
  }

  private void checkEnd(boolean more, int count) {
    checkArgument(
        !more,
        "%s has more bytes than its %s examples; get the published file anew",
        path(),
        count);
  }
}
