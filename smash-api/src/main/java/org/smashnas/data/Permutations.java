package org.smashnas.data;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Random orders. */
final class Permutations {
  private Permutations() {}

  static int[] random(int size, RandomGenerator random) {
    int[] order = IntStream.range(0, size).toArray();
    for (int last = size - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
    return order;
  }
}
