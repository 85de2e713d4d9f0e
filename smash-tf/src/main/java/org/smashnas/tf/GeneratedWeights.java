package org.smashnas.tf;

import com.google.common.collect.ImmutableMap;
import org.smashnas.network.WeightShape;
import org.smashnas.space.Encoding;
import org.smashnas.space.Encoding.Placement;
import org.smashnas.space.WeightGrid;

/** Reads weights off a grid of generated values, laid out slices × rows × positions × outputs. */
final class GeneratedWeights {
  private GeneratedWeights() {}

  static ImmutableMap<String, float[]> cut(Encoding encoding, float[] values) {
    ImmutableMap.Builder<String, float[]> weights = ImmutableMap.builder();
    for (Placement placement : encoding.weights()) {
      float[] weight = cut(encoding.grid(), placement, values);
      weights.put(
          placement.weight().name(), placement.weight().normalised() ? normalised(weight) : weight);
    }
    return weights.buildOrThrow();
  }

  /** Sums gradients, slices × positions × features, over the positions of each weight. */
  static ImmutableMap<String, float[][]> byCondition(Encoding encoding, float[] values) {
    int features = encoding.grid().fields().size();
    ImmutableMap.Builder<String, float[][]> byWeight = ImmutableMap.builder();
    for (Placement placement : encoding.weights()) {
      float[][] rows = new float[placement.condition().slices().size()][features];
      for (int slice = 0; slice < rows.length; slice++) {
        int first = (placement.firstSlice() + slice) * encoding.grid().positions() * features;
        int end = first + encoding.grid().positions(placement.weight().shape()) * features;
        for (int index = first; index < end; index++) {
          rows[slice][(index - first) % features] += values[index];
        }
      }
      byWeight.put(placement.weight().name(), rows);
    }
    return byWeight.buildOrThrow();
  }

  private static float[] cut(WeightGrid grid, Placement placement, float[] values) {
    WeightShape shape = placement.weight().shape();
    int stride = grid.positions() * grid.outputs();
    float[] weight = new float[shape.size()];
    for (int row = 0; row < shape.rows(); row++) {
      int gridRow = placement.firstSlice() * grid.rows() + row;
      System.arraycopy(values, gridRow * stride, weight, row * shape.outputs(), shape.outputs());
    }
    return weight;
  }

  private static float[] normalised(float[] weight) {
    double squares = 0;
    for (float value : weight) {
      squares += (double) value * value;
    }
    float norm = (float) Math.sqrt(squares);
    float[] unit = new float[weight.length];
    for (int index = 0; index < unit.length; index++) {
      unit[index] = weight[index] / norm;
    }
    return unit;
  }
}
