package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import com.google.common.primitives.Ints;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Records of equal size in files mapped into memory: they take no heap and may exceed it. Immutable
 * and safe for use by several threads.
 */
final class Records {
  /** A buffer ends at 2 GiB. */
  private static final int PART_BYTES = 1 << 30;

  private final ImmutableList<Part> parts;
  private final int recordBytes;

  /** Some consecutive records in one buffer. */
  private record Part(ByteBuffer bytes, int first, int count) {
    Part movedBy(int records) {
      return new Part(bytes, first + records, count);
    }
  }

  private Records(ImmutableList<Part> parts, int recordBytes) {
    this.parts = parts;
    this.recordBytes = recordBytes;
  }

  /** Maps a file from an offset on; the map outlives the channel. */
  static Records map(FileChannel channel, long offset, int count, int recordBytes)
      throws IOException {
    long end = offset + (long) count * recordBytes;
    if (channel.size() < end) {
      throw new EOFException("it has %d of %d bytes".formatted(channel.size(), end));
    }
    int most = Math.max(1, PART_BYTES / recordBytes);
    ImmutableList.Builder<Part> parts = ImmutableList.builder();
    for (int first = 0; first < count; first += most) {
      int some = Math.min(most, count - first);
      ByteBuffer bytes =
          channel.map(
              MapMode.READ_ONLY, offset + (long) first * recordBytes, (long) some * recordBytes);
      parts.add(new Part(bytes, first, some));
    }
    return new Records(parts.build(), recordBytes);
  }

  /** Unpacks a stream's next bytes into a temporary file. */
  static Records unpack(InputStream packed, int count, int recordBytes) throws IOException {
    long bytes = (long) count * recordBytes;
    try (FileChannel channel = TemporaryFile.open(bytes)) {
      long copied =
          ByteStreams.copy(ByteStreams.limit(packed, bytes), Channels.newOutputStream(channel));
      if (copied < bytes) {
        throw new EOFException("its packed data are %d of %d bytes".formatted(copied, bytes));
      }
      return map(channel, 0, count, recordBytes);
    }
  }

  /** Writes computed records into a temporary file, several at a time. */
  static Records compute(int count, int recordBytes, IntFunction<byte[]> record)
      throws IOException {
    try (FileChannel channel = TemporaryFile.open((long) count * recordBytes)) {
      IntStream.range(0, count)
          .parallel()
          .forEach(index -> write(channel, record.apply(index), (long) index * recordBytes));
      return map(channel, 0, count, recordBytes);
    }
  }

  private static void write(FileChannel channel, byte[] record, long offset) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(record);
      while (bytes.hasRemaining()) {
        channel.write(bytes, offset + bytes.position());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot write to a temporary file; set java.io.tmpdir to another folder", failure);
    }
  }

  /** All records of several in a row. */
  static Records concat(ImmutableList<Records> several) {
    ImmutableList.Builder<Part> parts = ImmutableList.builder();
    long count = 0;
    for (Records records : several) {
      int before = Ints.checkedCast(count);
      records.parts.forEach(part -> parts.add(part.movedBy(before)));
      count += records.count();
    }
    checkArgument(
        count <= Integer.MAX_VALUE,
        "the files have %s records together; there must be fewer than 2^31",
        count);
    return new Records(parts.build(), several.get(0).recordBytes);
  }

  int count() {
    return parts.isEmpty() ? 0 : end(parts.get(parts.size() - 1));
  }

  /** Copies the beginning of a record, as much as the target takes. */
  void read(int index, byte[] target) {
    checkElementIndex(index, count(), "record");
    for (Part part : parts) {
      if (index < end(part)) {
        part.bytes.get((index - part.first) * recordBytes, target);
        return;
      }
    }
  }

  private static int end(Part part) {
    return part.first + part.count;
  }
}
