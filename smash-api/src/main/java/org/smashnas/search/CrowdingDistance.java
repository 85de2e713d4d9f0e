package org.smashnas.search;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How alone the points of a front are (Deb et al. 2002, section III.B): the sum, over the
 * objectives, of the distance between a point's two neighbours as a part of the front's extent. The
 * outermost points are infinitely alone. An objective in which all points are equal or one is
 * infinite says nothing.
 */
final class CrowdingDistance {
  private CrowdingDistance() {}

  /** One distance a point; all points have equally many objectives. */
  static double[] of(List<? extends List<Double>> points) {
    double[] distances = new double[points.size()];
    int objectives = points.isEmpty() ? 0 : points.get(0).size();
    for (int objective = 0; objective < objectives; objective++) {
      add(points, objective, distances);
    }
    return distances;
  }

  private static void add(List<? extends List<Double>> points, int objective, double[] distances) {
    List<Integer> order =
        IntStream.range(0, points.size())
            .boxed()
            .sorted(Comparator.comparingDouble(index -> points.get(index).get(objective)))
            .toList();
    int first = order.get(0);
    int last = order.get(order.size() - 1);
    double extent = points.get(last).get(objective) - points.get(first).get(objective);
    if (!Double.isFinite(extent) || extent == 0) {
      return;
    }
    distances[first] = Double.POSITIVE_INFINITY;
    distances[last] = Double.POSITIVE_INFINITY;
    for (int place = 1; place < order.size() - 1; place++) {
      double before = points.get(order.get(place - 1)).get(objective);
      double after = points.get(order.get(place + 1)).get(objective);
      distances[order.get(place)] += (after - before) / extent;
    }
  }
}
