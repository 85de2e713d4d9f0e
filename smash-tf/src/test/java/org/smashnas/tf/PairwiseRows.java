package org.smashnas.tf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Rows of option values that contain every possible pair, made greedily from random rows. */
final class PairwiseRows {
  private static final int TRIES = 60;

  private PairwiseRows() {}

  private record Pair(int place, int value, int otherPlace, int otherValue) {}

  static List<List<Integer>> of(
      List<Integer> sizes, Predicate<List<Integer>> possible, RandomGenerator random) {
    Set<Pair> missing = new HashSet<>();
    for (int draw = 0; draw < 20_000; draw++) {
      missing.addAll(pairs(row(sizes, possible, random)));
    }
    List<List<Integer>> rows = new ArrayList<>();
    while (!missing.isEmpty()) {
      List<Integer> best = List.of();
      int most = 0;
      for (int draw = 0; draw < TRIES || most == 0; draw++) {
        List<Integer> row = row(sizes, possible, random);
        Set<Pair> covered = pairs(row);
        covered.retainAll(missing);
        if (covered.size() > most) {
          most = covered.size();
          best = row;
        }
      }
      missing.removeAll(pairs(best));
      rows.add(best);
    }
    return rows;
  }

  private static List<Integer> row(
      List<Integer> sizes, Predicate<List<Integer>> possible, RandomGenerator random) {
    List<Integer> row;
    do {
      row = sizes.stream().map(random::nextInt).toList();
    } while (!possible.test(row));
    return row;
  }

  private static Set<Pair> pairs(List<Integer> row) {
    Set<Pair> pairs = new HashSet<>();
    for (int place = 0; place < row.size(); place++) {
      for (int other = place + 1; other < row.size(); other++) {
        pairs.add(new Pair(place, row.get(place), other, row.get(other)));
      }
    }
    return pairs;
  }
}
