package com.example.jenetics;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.network.Shape;

/** Made-up images of stripes in noise: level, upright, rising and falling ones. */
public final class Stripes {
  static final Shape SHAPE = new Shape(8, 8, 1);
  static final int CLASSES = 4;
  private static final double NOISE = 0.8;

  private Stripes() {}

  /** 800 to train, 400 to validate and 400 to test; equal seeds give equal images. */
  public static Split split(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return new Split(dataset(800, random), dataset(400, random), dataset(400, random));
  }

  private static Dataset dataset(int size, RandomGenerator random) {
    return Dataset.from(
        SHAPE,
        CLASSES,
        IntStream.range(0, size)
            .mapToObj(
                index -> new Dataset.Example(image(index % CLASSES, random), index % CLASSES)));
  }

  private static float[] image(int kind, RandomGenerator random) {
    double phase = random.nextDouble(2 * Math.PI);
    float[] pixels = new float[SHAPE.size()];
    for (int pixel = 0; pixel < pixels.length; pixel++) {
      int row = pixel / SHAPE.width();
      int column = pixel % SHAPE.width();
      int across =
          switch (kind) {
            case 0 -> row;
            case 1 -> column;
            case 2 -> row + column;
            default -> row - column;
          };
      pixels[pixel] = (float) (Math.sin(2 * across + phase) + NOISE * random.nextGaussian());
    }
    return pixels;
  }
}
