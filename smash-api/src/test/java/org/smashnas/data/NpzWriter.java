package org.smashnas.data;

import com.google.common.io.LittleEndianDataOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes npz files as NumPy does: each array's header padded to 64 bytes, stored or deflated. */
final class NpzWriter {
  private final Map<String, byte[]> members = new LinkedHashMap<>();

  /** Adds an array of bytes in C order. */
  NpzWriter bytes(String array, String shape, byte[] values) {
    return array(
        array, "{'descr': '|u1', 'fortran_order': False, 'shape': %s, }".formatted(shape), values);
  }

  /** Adds 64-bit whole numbers. */
  NpzWriter integers(String array, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return array(
        array,
        "{'descr': '<i8', 'fortran_order': False, 'shape': (%d,), }".formatted(values.length),
        bytes.array());
  }

  NpzWriter array(String array, String header, byte[] values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(npyHeader(header));
    bytes.writeBytes(values);
    return member(array + ".npy", bytes.toByteArray());
  }

  NpzWriter member(String name, byte[] content) {
    members.put(name, content);
    return this;
  }

  private static byte[] npyHeader(String text) {
    int padded = (10 + text.length() + 1 + 63) / 64 * 64;
    String line = text + " ".repeat(padded - 10 - text.length() - 1) + "\n";
    return ByteBuffer.allocate(padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) line.length())
        .put(line.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  void write(Path file, int method) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
          CRC32 checksum = new CRC32();
          checksum.update(member.getValue());
          entry.setSize(member.getValue().length);
          entry.setCrc(checksum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(member.getValue());
      }
    }
  }

  /** Writes one stored array of zeros, but for its last byte, as a sparse file. */
  static void writeSparse(Path path, String name, String header, long zeros, int last)
      throws IOException {
    byte[] npy = npyHeader(header);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(localHeader(name, npy.length + zeros));
      file.write(npy);
      file.seek(file.getFilePointer() + zeros - 1);
      file.write(last);
      file.write(directory(name, npy.length + zeros, file.getFilePointer()));
    }
  }

  private static byte[] localHeader(String name, long size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LittleEndianDataOutputStream header = new LittleEndianDataOutputStream(bytes);
    header.writeInt(0x04034b50);
    header.writeShort(20);
    writeMember(header, name, size);
    header.write(name.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  /** Flags, method (stored), time and date, checksum, sizes, lengths of name and extra field. */
  private static void writeMember(LittleEndianDataOutputStream header, String name, long size)
      throws IOException {
    header.writeLong(0);
    header.writeInt(0);
    header.writeInt((int) size);
    header.writeInt((int) size);
    header.writeShort(name.length());
    header.writeShort(0);
  }

  private static byte[] directory(String name, long size, long offset) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LittleEndianDataOutputStream directory = new LittleEndianDataOutputStream(bytes);
    directory.writeInt(0x02014b50);
    directory.writeInt(20 << 16 | 20);
    writeMember(directory, name, size);
    directory.write(new byte[14]);
    directory.write(name.getBytes(StandardCharsets.US_ASCII));
    int length = bytes.size();
    directory.writeInt(0x06054b50);
    directory.writeInt(0);
    directory.writeInt(1 << 16 | 1);
    directory.writeInt(length);
    directory.writeInt((int) offset);
    directory.writeShort(0);
    return bytes.toByteArray();
  }
}
