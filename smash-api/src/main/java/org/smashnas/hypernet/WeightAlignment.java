package org.smashnas.hypernet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Arrays;
import org.smashnas.space.Encoding;

/**
 * Which generated weights of two architectures stand for each other. Names do not tell: where an op
 * is dropped, all later ones are numbered anew. So the two sequences are aligned, in order, at the
 * least total distance by their marked features (Needleman and Wunsch 1970).
 */
final class WeightAlignment {
  /**
   * Two weights may stand for each other if they share more than half of the marks of the larger.
   */
  private static final double UNMATCHED = 0.25;

  private final ImmutableList<ImmutableSet<Integer>> from;
  private final ImmutableList<ImmutableSet<Integer>> to;
  private final int[] counterparts;

  private WeightAlignment(
      ImmutableList<ImmutableSet<Integer>> from, ImmutableList<ImmutableSet<Integer>> to) {
    this.from = from;
    this.to = to;
    this.counterparts = counterparts(distances());
  }

  static WeightAlignment of(Encoding from, Encoding to) {
    return new WeightAlignment(marks(from), marks(to));
  }

  private static ImmutableList<ImmutableSet<Integer>> marks(Encoding encoding) {
    return encoding.weights().stream()
        .map(
            placement ->
                placement.condition().slices().stream()
                    .flatMap(ImmutableSet::stream)
                    .collect(ImmutableSet.toImmutableSet()))
        .collect(ImmutableList.toImmutableList());
  }

  /** The share of a weight's marks that its counterpart lacks; 1 if it has none. */
  double lost(int weight) {
    int counterpart = counterparts[weight];
    int marks = from.get(weight).size();
    return counterpart < 0 || marks == 0 ? 1 : 1 - (double) common(weight, counterpart) / marks;
  }

  private int common(int weight, int other) {
    return Sets.intersection(from.get(weight), to.get(other)).size();
  }

  private double distance(int weight, int other) {
    int larger = Math.max(from.get(weight).size(), to.get(other).size());
    return larger == 0 ? 0 : 1 - (double) common(weight, other) / larger;
  }

  /** The least distances between the first so many of one and the first so many of the other. */
  private double[][] distances() {
    double[][] least = new double[from.size() + 1][to.size() + 1];
    for (int first = 0; first <= from.size(); first++) {
      for (int second = 0; second <= to.size(); second++) {
        if (first == 0 || second == 0) {
          least[first][second] = UNMATCHED * (first + second);
          continue;
        }
        double matched = least[first - 1][second - 1] + distance(first - 1, second - 1);
        double skipped = Math.min(least[first - 1][second], least[first][second - 1]) + UNMATCHED;
        least[first][second] = Math.min(matched, skipped);
      }
    }
    return least;
  }

  private int[] counterparts(double[][] least) {
    int[] found = new int[from.size()];
    Arrays.fill(found, -1);
    int first = from.size();
    int second = to.size();
    while (first > 0 && second > 0) {
      if (least[first][second] == least[first - 1][second] + UNMATCHED) {
        first--;
      } else if (least[first][second] == least[first][second - 1] + UNMATCHED) {
        second--;
      } else {
        first--;
        second--;
        found[first] = second;
      }
    }
    return found;
  }
}
