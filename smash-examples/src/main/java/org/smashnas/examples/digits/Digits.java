package org.smashnas.examples.digits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.smashnas.data.Dataset;
import org.smashnas.network.Shape;

/**
 * 1,797 handwritten digits of 8×8 pixels (UCI optical digits, CC BY 4.0; see SOURCE.md beside the
 * data).
 */
public final class Digits {
  private static final Shape SHAPE = new Shape(8, 8, 1);
  private static final int CLASSES = 10;
  private static final float MEAN = 4.884f;
  private static final float DEVIATION = 6.017f;

  private Digits() {}

  /**
   * Reads the digits, brought to mean 0 and deviation 1.
   *
   * @return the examples in the published order
   */
  public static Dataset read() {
    InputStream file = Objects.requireNonNull(Digits.class.getResourceAsStream("digits.csv.gz"));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
      return Dataset.from(SHAPE, CLASSES, lines.lines().map(Digits::example));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read digits.csv.gz on the class path", failure);
    }
  }

  private static Dataset.Example example(String line) {
    String[] fields = line.split(",", -1);
    float[] image = new float[SHAPE.size()];
    for (int pixel = 0; pixel < image.length; pixel++) {
      image[pixel] = (Float.parseFloat(fields[pixel]) - MEAN) / DEVIATION;
    }
    return new Dataset.Example(image, (int) Float.parseFloat(fields[image.length]));
  }
}
