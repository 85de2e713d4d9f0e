package org.smashnas.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files. */
final class IdxWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Begins with a magic number and the extents, big-endian. */
  IdxWriter(int magic, int... extents) throws IOException {
    DataOutputStream header = new DataOutputStream(bytes);
    header.writeInt(magic);
    for (int extent : extents) {
      header.writeInt(extent);
    }
  }

  /** Images of 28×28 with the pixels of {@link Pixels#at}. */
  static IdxWriter images(int firstExample, int count) throws IOException {
    IdxWriter writer = new IdxWriter(0x803, count, 28, 28);
    for (int index = 0; index < count; index++) {
      for (int row = 0; row < 28; row++) {
        for (int column = 0; column < 28; column++) {
          writer.add(Pixels.at(firstExample + index, row, column, 0));
        }
      }
    }
    return writer;
  }

  static IdxWriter labels(int... labels) throws IOException {
    return new IdxWriter(0x801, labels.length).add(labels);
  }

  IdxWriter add(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  void write(Path file) throws IOException {
    Files.write(file, bytes.toByteArray());
  }

  void writePacked(Path file) throws IOException {
    try (GZIPOutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      bytes.writeTo(packed);
    }
  }
}
