package org.smashnas.space;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.smashnas.network.Condition;
import org.smashnas.network.Network;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightSource;

/**
 * The HyperNet's input for one network: the conditions of its generated weights, one after the
 * other along the slice axis, which is empty if nothing is generated. Read as numbers, a marked
 * feature is +1 over the positions of its weight, everything else −1.
 *
 * @param grid the space's grid
 * @param weights where each generated weight lies, in network order
 * @param slices the length of the slice axis
 */
public record Encoding(WeightGrid grid, ImmutableList<Placement> weights, int slices) {

  /**
   * A generated weight's place on the grid.
   *
   * @param weight the weight
   * @param condition its condition
   * @param firstSlice its first slice; the condition says how many follow
   */
  public record Placement(Weight weight, Condition condition, int firstSlice) {}

  /**
   * Encodes a network.
   *
   * @param network a network; where nothing is generated, the encoding is empty
   * @param grid the grid of its space
   * @return the encoding
   * @throws IllegalArgumentException if a weight is wider than the grid, or a condition has other
   *     slices than its weight needs or marks a feature beyond the fields; the message names the
   *     weight
   */
  public static Encoding of(Network network, WeightGrid grid) {
    ImmutableList.Builder<Placement> placements = ImmutableList.builder();
    int slices = 0;
    for (Weight weight : network.weights().values()) {
      if (weight.source() instanceof WeightSource.Generated generated) {
        check(weight, generated.condition(), grid);
        placements.add(new Placement(weight, generated.condition(), slices));
        slices += generated.condition().slices().size();
      }
    }
    return new Encoding(grid, placements.build(), slices);
  }

  private static void check(Weight weight, Condition condition, WeightGrid grid) {
    checkArgument(
        grid.positions(weight.shape()) <= grid.positions(),
        "weight %s of shape %s has more outputs than the grid writes (%s positions of %s); widen"
            + " the grid",
        weight.name(),
        weight.shape(),
        grid.positions(),
        grid.outputs());
    checkArgument(
        condition.slices().size() == grid.slices(weight.shape()),
        "weight %s of shape %s has a condition of %s slices; at %s rows a slice it needs %s",
        weight.name(),
        weight.shape(),
        condition.slices().size(),
        grid.rows(),
        grid.slices(weight.shape()));
    condition.slices().stream()
        .filter(marks -> !marks.isEmpty() && marks.last() >= grid.fields().size())
        .findFirst()
        .ifPresent(
            marks -> {
              throw new IllegalArgumentException(
                  String.format(
                      "weight %s marks feature %d; the fields of its space end at %d",
                      weight.name(), marks.last(), grid.fields().size() - 1));
            });
  }

  /**
   * Writes the encoding as numbers: slices × positions × features, features fastest.
   *
   * @param target where to, from its position on; it moves on by slices · positions · features
   * @throws java.nio.BufferOverflowException if the rest of the buffer is too small
   */
  public void write(FloatBuffer target) {
    int features = grid.fields().size();
    float[] cell = new float[features];
    float[] background = new float[features];
    Arrays.fill(background, -1f);
    for (Placement placement : weights) {
      int width = grid.positions(placement.weight().shape());
      for (Iterable<Integer> marks : placement.condition().slices()) {
        Arrays.fill(cell, -1f);
        marks.forEach(feature -> cell[feature] = 1f);
        for (int position = 0; position < grid.positions(); position++) {
          target.put(position < width ? cell : background);
        }
      }
    }
  }
}
