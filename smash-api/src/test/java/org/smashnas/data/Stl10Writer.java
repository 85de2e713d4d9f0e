package org.smashnas.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files of one part of STL-10, with the pixels of {@link Pixels#at}. */
final class Stl10Writer {
  private final ByteArrayOutputStream images = new ByteArrayOutputStream();
  private final ByteArrayOutputStream labels = new ByteArrayOutputStream();

  /** Adds planes of red, green and blue, each column by column, and a label from 1. */
  Stl10Writer add(int example, int label) {
    for (int channel = 0; channel < 3; channel++) {
      for (int column = 0; column < 96; column++) {
        for (int row = 0; row < 96; row++) {
          images.write(Pixels.at(example, row, column, channel));
        }
      }
    }
    labels.write(label);
    return this;
  }

  void write(Path folder, String part) throws IOException {
    Files.write(folder.resolve(part + "_X.bin"), images.toByteArray());
    Files.write(folder.resolve(part + "_y.bin"), labels.toByteArray());
  }
}
