package org.smashnas.search;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * The fast non-dominated sort of NSGA-II (Deb et al. 2002, section III.A): the first front are the
 * items that none dominates, the next those that only items of earlier fronts dominate.
 */
final class NonDominatedSorting {
  private NonDominatedSorting() {}

  /** The fronts, in each the items in the order given. */
  static <T> ImmutableList<ImmutableList<T>> fronts(List<T> items, BiPredicate<T, T> dominates) {
    ImmutableList<List<Integer>> dominated =
        IntStream.range(0, items.size())
            .mapToObj(index -> dominatedBy(items.get(index), items, dominates))
            .collect(toImmutableList());
    int[] dominators = new int[items.size()];
    dominated.forEach(losers -> losers.forEach(loser -> dominators[loser]++));
    ImmutableList.Builder<ImmutableList<T>> fronts = ImmutableList.builder();
    List<Integer> front =
        IntStream.range(0, items.size()).filter(index -> dominators[index] == 0).boxed().toList();
    while (!front.isEmpty()) {
      fronts.add(front.stream().map(items::get).collect(toImmutableList()));
      front = next(front, dominated, dominators);
    }
    return fronts.build();
  }

  private static <T> List<Integer> dominatedBy(T item, List<T> items, BiPredicate<T, T> dominates) {
    return IntStream.range(0, items.size())
        .filter(other -> dominates.test(item, items.get(other)))
        .boxed()
        .toList();
  }

  private static List<Integer> next(
      List<Integer> front, List<List<Integer>> dominated, int[] dominators) {
    List<Integer> next = new ArrayList<>();
    for (int winner : front) {
      for (int loser : dominated.get(winner)) {
        dominators[loser]--;
        if (dominators[loser] == 0) {
          next.add(loser);
        }
      }
    }
    return next.stream().sorted().toList();
  }
}
