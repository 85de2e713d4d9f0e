package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CrowdingDistanceTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @Provide
  Arbitrary<List<List<Double>>> distinctPoints() {
    return Arbitraries.integers()
        .between(1, 4)
        .flatMap(
            objectives ->
                Arbitraries.doubles()
                    .between(-1000, 1000)
                    .list()
                    .ofSize(objectives)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(30)
                    .filter(CrowdingDistanceTest::differInEachObjective));
  }

  private static boolean differInEachObjective(List<List<Double>> points) {
    for (int index = 0; index < points.get(0).size(); index++) {
      int objective = index;
      if (points.stream().map(point -> point.get(objective)).distinct().count() < points.size()) {
        return false;
      }
    }
    return true;
  }

  /** The next larger minus the next smaller value, found by looking at all. */
  private static double naive(List<List<Double>> points, int index) {
    double distance = 0;
    for (int number = 0; number < points.get(0).size(); number++) {
      int objective = number;
      double own = points.get(index).get(objective);
      double[] values = points.stream().mapToDouble(point -> point.get(objective)).toArray();
      double above = DoubleStream.of(values).filter(value -> value > own).min().orElse(INFINITE);
      double below = DoubleStream.of(values).filter(value -> value < own).max().orElse(-INFINITE);
      double extent =
          DoubleStream.of(values).max().orElseThrow() - DoubleStream.of(values).min().orElseThrow();
      distance += extent == 0 ? 0 : (above - below) / extent;
    }
    return distance;
  }

  @Property(seed = "32", tries = 300)
  void distancesAreThoseOfTheNextValuesOnBothSides(
      @ForAll("distinctPoints") List<List<Double>> points) {
    double[] distances = CrowdingDistance.of(points);
    for (int index = 0; index < points.size(); index++) {
      double expected = naive(points, index);
      if (Double.isInfinite(expected)) {
        assertThat(distances[index]).isEqualTo(expected);
      } else {
        assertThat(distances[index]).isCloseTo(expected, within(1e-9));
      }
    }
  }

  @Example
  void anObjectiveWithoutFiniteExtentSaysNothing() {
    assertThat(
            CrowdingDistance.of(List.of(List.of(1.0, 5.0), List.of(3.0, 5.0), List.of(2.0, 5.0))))
        .containsExactly(INFINITE, INFINITE, 1);
    assertThat(
            CrowdingDistance.of(
                List.of(List.of(1.0, 4.0), List.of(3.0, INFINITE), List.of(2.0, 5.0))))
        .containsExactly(INFINITE, INFINITE, 1);
    assertThat(CrowdingDistance.of(List.of(List.of(1.0, 2.0), List.of(1.0, 2.0))))
        .containsExactly(0, 0);
    assertThat(CrowdingDistance.of(List.of())).isEmpty();
  }
}
