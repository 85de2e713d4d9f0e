package com.example.tabular;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.network.Shape;

/** 569 tumours, each described by 30 numbers (UCI, CC BY 4.0; see SOURCE.md beside the data). */
public final class BreastCancer {
  static final int INPUTS = 30;
  static final int CLASSES = 2;
  private static final int TRAINING = 339;
  private static final int VALIDATION = 115;

  private BreastCancer() {}

  /**
   * 339 to train, 115 to validate and 115 to test, always the same; each column has mean 0 and
   * deviation 1 over the training part.
   */
  public static Split split() {
    List<double[]> rows = rows();
    Collections.shuffle(rows, new Random(0));
    List<double[]> training = rows.subList(0, TRAINING);
    double[] means = new double[INPUTS];
    double[] deviations = new double[INPUTS];
    for (int column = 0; column < INPUTS; column++) {
      int chosen = column;
      double mean = training.stream().mapToDouble(row -> row[chosen]).average().orElseThrow();
      means[column] = mean;
      deviations[column] =
          Math.sqrt(
              training.stream()
                  .mapToDouble(row -> (row[chosen] - mean) * (row[chosen] - mean))
                  .average()
                  .orElseThrow());
    }
    return new Split(
        dataset(training, means, deviations),
        dataset(rows.subList(TRAINING, TRAINING + VALIDATION), means, deviations),
        dataset(rows.subList(TRAINING + VALIDATION, rows.size()), means, deviations));
  }

  private static Dataset dataset(List<double[]> rows, double[] means, double[] deviations) {
    return Dataset.from(
        Shape.vector(INPUTS), CLASSES, rows.stream().map(row -> example(row, means, deviations)));
  }

  private static Dataset.Example example(double[] row, double[] means, double[] deviations) {
    float[] values = new float[INPUTS];
    for (int column = 0; column < INPUTS; column++) {
      values[column] = (float) ((row[column] - means[column]) / deviations[column]);
    }
    return new Dataset.Example(values, (int) row[INPUTS]);
  }

  /** The first line names sizes and classes. */
  private static List<double[]> rows() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                BreastCancer.class.getResourceAsStream("breast_cancer.csv"),
                StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .skip(1)
          .map(line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble))
          .map(numbers -> numbers.toArray())
          .collect(Collectors.toList());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read breast_cancer.csv on the class path", failure);
    }
  }
}
