package org.smashnas.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files of the binary version of CIFAR, with the pixels of {@link Pixels#at}. */
final class CifarWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds a record of labels, then planes of red, green and blue. */
  CifarWriter add(int example, int... labels) {
    for (int label : labels) {
      bytes.write(label);
    }
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 0; row < 32; row++) {
        for (int column = 0; column < 32; column++) {
          bytes.write(Pixels.at(example, row, column, channel));
        }
      }
    }
    return this;
  }

  void write(Path file) throws IOException {
    Files.write(file, bytes.toByteArray());
  }
}
