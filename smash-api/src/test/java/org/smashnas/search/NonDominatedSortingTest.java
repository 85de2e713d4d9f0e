package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NonDominatedSortingTest {
  private static boolean dominates(List<Integer> first, List<Integer> second) {
    boolean smaller = false;
    for (int index = 0; index < first.size(); index++) {
      if (first.get(index) > second.get(index)) {
        return false;
      }
      smaller |= first.get(index) < second.get(index);
    }
    return smaller;
  }

  /** Few values, so that points are often equal in one objective or all. */
  @Provide
  Arbitrary<List<List<Integer>>> points() {
    return Arbitraries.integers()
        .between(1, 4)
        .flatMap(
            objectives ->
                Arbitraries.integers()
                    .between(0, 6)
                    .list()
                    .ofSize(objectives)
                    .list()
                    .ofMaxSize(40));
  }

  /** Takes front after front away by its definition. */
  private static List<List<List<Integer>>> peeled(List<List<Integer>> points) {
    List<List<List<Integer>>> fronts = new ArrayList<>();
    List<List<Integer>> left = new ArrayList<>(points);
    while (!left.isEmpty()) {
      List<List<Integer>> front =
          left.stream()
              .filter(point -> left.stream().noneMatch(other -> dominates(other, point)))
              .toList();
      fronts.add(front);
      left.removeAll(front);
    }
    return fronts;
  }

  @Property(seed = "31", tries = 500)
  void frontsAreWhatNothingLeftDominates(@ForAll("points") List<List<Integer>> points) {
    assertThat(NonDominatedSorting.fronts(points, NonDominatedSortingTest::dominates))
        .isEqualTo(peeled(points));
  }

  @Example
  void nothingHasNoFronts() {
    assertThat(NonDominatedSorting.fronts(ImmutableList.<Integer>of(), (first, second) -> true))
        .isEmpty();
  }
}
