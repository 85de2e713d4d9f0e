package org.smashnas.network;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.List;

/**
 * What the HyperNet is told about one generated weight: for each slice of the weight (a fixed
 * number of its rows) the features that are marked. A marked feature reads +1 over the positions of
 * the weight's outputs, any other −1.
 *
 * @param slices the marked features of each slice, at least one slice; features are indices into
 *     the fields that the space declares
 */
public record Condition(ImmutableList<ImmutableSortedSet<Integer>> slices) {

  public Condition {
    checkArgument(
        !slices.isEmpty(), "condition has no slices; a generated weight has at least one");
    for (ImmutableSortedSet<Integer> marks : slices) {
      checkArgument(
          marks.isEmpty() || marks.first() >= 0,
          "condition marks feature %s; features are indices from 0 up",
          marks.isEmpty() ? 0 : marks.first());
    }
  }

  /**
   * A condition from any lists of marked features.
   *
   * @param slices the marked features of each slice
   * @return the condition
   */
  public static Condition of(List<? extends Iterable<Integer>> slices) {
    return new Condition(
        slices.stream()
            .map(marks -> ImmutableSortedSet.copyOf(marks))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Whether a feature is marked on a slice.
   *
   * @param slice the slice, from 0
   * @param feature the feature, from 0
   * @return true for +1, false for −1
   * @throws IndexOutOfBoundsException if there is no such slice
   */
  public boolean marks(int slice, int feature) {
    checkElementIndex(slice, slices.size(), "slice");
    return slices.get(slice).contains(feature);
  }
}
