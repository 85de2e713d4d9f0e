package org.smashnas.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where a zip file has the content of a member that is not compressed. The JDK does not tell, so
 * the members are passed one by one, each a header and its content (PKWARE's APPNOTE, 4.3.7).
 *
 * @param headerBytes the size of the header before the content
 */
record StoredMember(String name, int headerBytes) {
  private static final int FIXED_BYTES = 30;
  private static final int NAME_LENGTH = 26;
  private static final int EXTRA_LENGTH = 28;

  /** Finds the first byte of the content, unless the file lists its members in another order. */
  static OptionalLong offset(FileChannel channel, ZipFile zip, ZipEntry wanted) throws IOException {
    long offset = 0;
    for (ZipEntry entry : ImmutableList.copyOf(zip.stream().iterator())) {
      StoredMember member = at(channel, offset);
      if (!member.name.equals(entry.getName())) {
        return OptionalLong.empty();
      }
      if (member.name.equals(wanted.getName())) {
        return OptionalLong.of(offset + member.headerBytes);
      }
      offset += member.headerBytes + entry.getCompressedSize();
    }
    return OptionalLong.empty();
  }

  private static StoredMember at(FileChannel channel, long offset) throws IOException {
    ByteBuffer fixed = bytes(channel, offset, FIXED_BYTES);
    int nameLength = Short.toUnsignedInt(fixed.getShort(NAME_LENGTH));
    int extraLength = Short.toUnsignedInt(fixed.getShort(EXTRA_LENGTH));
    ByteBuffer name = bytes(channel, offset + FIXED_BYTES, nameLength);
    return new StoredMember(
        StandardCharsets.UTF_8.decode(name).toString(), FIXED_BYTES + nameLength + extraLength);
  }

  /** Reads so many bytes; zeros stand for what lies behind the file's end. */
  private static ByteBuffer bytes(FileChannel channel, long offset, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, offset + bytes.position());
    }
    return bytes.rewind();
  }
}
