package com.example.cells;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.network.Shape;

/** 1,797 handwritten digits of 8×8 pixels (UCI, CC BY 4.0; see SOURCE.md beside the data). */
public final class Digits {
  static final Shape SHAPE = new Shape(8, 8, 1);
  static final int CLASSES = 10;

  private Digits() {}

  /** 1,077 to train, 360 to validate and 360 to test, always the same. */
  public static Split split() {
    InputStream file = Digits.class.getResourceAsStream("digits.csv.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
      return Dataset.from(SHAPE, CLASSES, lines.lines().map(Digits::example))
          .split(360, 360, new SplittableRandom(0));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read digits.csv.gz on the class path", failure);
    }
  }

  /** Pixels are from 0 to 16; the network gets them from −1 to 1. */
  private static Dataset.Example example(String line) {
    String[] fields = line.split(",", -1);
    float[] image = new float[SHAPE.size()];
    for (int pixel = 0; pixel < image.length; pixel++) {
      image[pixel] = Float.parseFloat(fields[pixel]) / 8 - 1;
    }
    return new Dataset.Example(image, (int) Float.parseFloat(fields[image.length]));
  }
}
