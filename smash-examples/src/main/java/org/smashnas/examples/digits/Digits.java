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
import org.smashnas.data.Normalization;
import org.smashnas.data.Split;
import org.smashnas.network.Shape;
import org.smashnas.random.RandomStreams;

/**
 * 1,797 handwritten digits of 8×8 pixels (UCI optical digits, CC BY 4.0; see SOURCE.md beside the
 * data).
 */
public final class Digits {
  private static final Shape SHAPE = new Shape(8, 8, 1);
  private static final int CLASSES = 10;
  private static final int VALIDATION = 360;
  private static final int TEST = 360;
  private static final float MEAN = 4.884f;
  private static final float DEVIATION = 6.017f;
  private static final double LARGEST = 16;

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

  /**
   * Splits the digits at random, as the published file tells no parts.
   *
   * @param seed where the choice comes from
   * @return 1,077 to train, 360 to validate and 360 to test
   */
  public static Split split(long seed) {
    return read().split(VALIDATION, TEST, new RandomStreams(seed).stream("split", 0));
  }

  /**
   * How raw pixels, 0 for white to 1 for the darkest ink, became the digits' values.
   *
   * @return the normalization
   */
  public static Normalization normalization() {
    return Normalization.uniform(SHAPE.channels(), MEAN / LARGEST, DEVIATION / LARGEST);
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
