package com.example.sequences;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.network.Shape;

/**
 * Made-up recordings of four instruments: sine, square, sawtooth and triangle waves of random
 * frequency and phase, in noise. Equal seeds give equal recordings.
 */
public final class Waves {
  static final int LENGTH = 64;
  static final int CLASSES = 4;
  private static final double NOISE = 0.3;

  private Waves() {}

  /** 800 to train, 400 to validate and 400 to test. */
  public static Split split(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return new Split(dataset(800, random), dataset(400, random), dataset(400, random));
  }

  private static Dataset dataset(int size, RandomGenerator random) {
    return Dataset.from(
        new Shape(1, LENGTH, 1),
        CLASSES,
        IntStream.range(0, size)
            .mapToObj(
                index -> new Dataset.Example(wave(index % CLASSES, random), index % CLASSES)));
  }

  private static float[] wave(int kind, RandomGenerator random) {
    double periods = random.nextDouble(2, 6);
    double phase = random.nextDouble();
    float[] values = new float[LENGTH];
    for (int step = 0; step < LENGTH; step++) {
      double time = phase + periods * step / LENGTH;
      values[step] = (float) (value(kind, time - Math.floor(time)) + NOISE * random.nextGaussian());
    }
    return values;
  }

  /** The wave's value, from −1 to 1, at a part of its period. */
  private static double value(int kind, double part) {
    return switch (kind) {
      case 0 -> Math.sin(2 * Math.PI * part);
      case 1 -> part < 0.5 ? 1 : -1;
      case 2 -> 2 * part - 1;
      default -> 1 - 4 * Math.abs(part - 0.5);
    };
  }
}
