package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The arrays of an npz file, a zip archive with one npy member an array. */
final class NpzFile implements Closeable {
  private final DataFile file;
  private final ZipFile zip;

  private NpzFile(DataFile file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  static NpzFile open(Path path) {
    DataFile file = new DataFile(path);
    try {
      return new NpzFile(file, new ZipFile(path.toFile()));
    } catch (IOException failure) {
      throw file.unreadable(failure);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException failure) {
      throw file.unreadable(failure);
    }
  }

  boolean has(String array) {
    return zip.getEntry(array + ".npy") != null;
  }

  ImmutableList<Long> shape(String array) {
    return read(array, open -> open.header.shape());
  }

  /**
   * An array of bytes as records: mapped where it lies if it is stored, unpacked into a temporary
   * file if it is deflated.
   */
  Records bytes(String array, int recordBytes) {
    return read(array, open -> bytes(open, recordBytes));
  }

  private Records bytes(OpenArray array, int recordBytes) throws IOException {
    checkArgument(
        array.type().equals("|u1") || array.type().equals("|b1"),
        "%s has numbers of type %s; they must be unsigned bytes (|u1), get the published file anew",
        array.place,
        array.type());
    array.checkSize(Byte.BYTES);
    long count = array.header.size() / recordBytes;
    checkArgument(
        count >= 1 && count <= Integer.MAX_VALUE && array.header.size() % recordBytes == 0,
        "%s has shape %s; it must have whole examples of %s bytes, get the published file anew",
        array.place,
        array.header.shape(),
        recordBytes);
    if (array.member.getMethod() == ZipEntry.STORED) {
      Optional<Records> mapped =
          file.read(channel -> mapped(channel, array, (int) count, recordBytes));
      if (mapped.isPresent()) {
        return mapped.get();
      }
    }
    Records unpacked = Records.unpack(array.numbers, (int) count, recordBytes);
    array.checkChecksum();
    return unpacked;
  }

  private Optional<Records> mapped(FileChannel channel, OpenArray array, int count, int recordBytes)
      throws IOException {
    OptionalLong content = StoredMember.offset(channel, zip, array.member);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    long numbers = content.getAsLong() + array.header.bytes();
    return Optional.of(Records.map(channel, numbers, count, recordBytes));
  }

  /** An array of whole numbers, of which there must be so many. */
  IntToLongFunction integers(String array, int count) {
    return read(array, open -> integers(open, count));
  }

  private static IntToLongFunction integers(OpenArray array, int count) throws IOException {
    checkArgument(
        array.header.size() == count,
        "%s has shape %s; it must have %s numbers, get the published file anew",
        array.place,
        array.header.shape(),
        count);
    int numberBytes = array.integerBytes();
    array.checkSize(numberBytes);
    int expected = Math.multiplyExact(count, numberBytes);
    byte[] stored = array.numbers.readNBytes(expected);
    if (stored.length < expected) {
      throw new EOFException("%s has %d bytes".formatted(array.member, stored.length));
    }
    array.checkChecksum();
    ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    return switch (array.type()) {
      case "|i1" -> bytes::get;
      case "<u2" -> index -> Short.toUnsignedInt(bytes.getShort(index * numberBytes));
      case "<i2" -> index -> bytes.getShort(index * numberBytes);
      case "<u4" -> index -> Integer.toUnsignedLong(bytes.getInt(index * numberBytes));
      case "<i4" -> index -> bytes.getInt(index * numberBytes);
      case "<u8", "<i8" -> index -> bytes.getLong(index * numberBytes);
      default -> index -> Byte.toUnsignedInt(bytes.get(index));
    };
  }

  /** Reads from an array at the beginning of its numbers. */
  @FunctionalInterface
  private interface ArrayReading<T> {
    T from(OpenArray array) throws IOException;
  }

  private <T> T read(String array, ArrayReading<T> reading) {
    ZipEntry member = zip.getEntry(array + ".npy");
    checkArgument(
        member != null,
        "%s has no array '%s', only the members %s; get the published file anew",
        file.path(),
        array,
        zip.stream().limit(10).toList());
    String place = file.path() + " (" + member + ")";
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(member), new CRC32())) {
      return reading.from(new OpenArray(place, member, NpyHeader.read(in, place), in));
    } catch (IOException failure) {
      throw file.unreadable(failure);
    }
  }

  /**
   * An array whose header is read.
   *
   * @param place for messages
   */
  private record OpenArray(
      String place, ZipEntry member, NpyHeader header, CheckedInputStream numbers) {
    String type() {
      return header.type();
    }

    int integerBytes() {
      return switch (type()) {
        case "|u1", "|i1" -> Byte.BYTES;
        case "<u2", "<i2" -> Short.BYTES;
        case "<u4", "<i4" -> Integer.BYTES;
        case "<u8", "<i8" -> Long.BYTES;
        default ->
            throw new IllegalArgumentException(
                "%s has numbers of type %s; they must be integers, little-endian, get the published file anew"
                    .formatted(place, type()));
      };
    }

    void checkSize(int numberBytes) {
      long expected =
          LongMath.saturatedAdd(
              header.bytes(), LongMath.saturatedMultiply(header.size(), numberBytes));
      checkArgument(
          member.getSize() == expected,
          "%s has %s bytes, but its shape %s takes %s; get the published file anew",
          place,
          member.getSize(),
          header.shape(),
          expected);
    }

    /** To be called when all was read. */
    void checkChecksum() throws IOException {
      if (numbers.read() >= 0 || numbers.getChecksum().getValue() != member.getCrc()) {
        throw new ZipException(member + " does not have the content that its checksum states");
      }
    }
  }
}
