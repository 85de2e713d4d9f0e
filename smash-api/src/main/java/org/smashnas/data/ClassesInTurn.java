package org.smashnas.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * An order of examples that spreads every class evenly, for files that list them class by class:
 * each part of the order has its share of each class.
 */
final class ClassesInTurn {
  private ClassesInTurn() {}

  static int[] order(int[] labels) {
    double[] places = places(labels);
    return IntStream.range(0, labels.length)
        .boxed()
        .sorted(Comparator.comparingDouble(index -> places[index]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The j-th of n examples of a class belongs at (j + 1/2) / n of the whole. */
  private static double[] places(int[] labels) {
    int classes = IntStream.of(labels).max().orElse(0) + 1;
    int[] sizes = new int[classes];
    for (int label : labels) {
      sizes[label]++;
    }
    int[] seen = new int[classes];
    double[] places = new double[labels.length];
    for (int index = 0; index < labels.length; index++) {
      int label = labels[index];
      places[index] = (seen[label]++ + 0.5) / sizes[label];
    }
    return places;
  }
}
