package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.smashnas.network.WeightShape;
import org.smashnas.space.Encoding;
import org.smashnas.space.Encoding.Placement;
import org.smashnas.space.WeightGrid;
import org.tensorflow.types.TFloat32;

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

  /**
   * A grid of given values, the inverse of {@link #cut}. The caller closes it.
   *
   * @throws IllegalArgumentException if they are not those of the encoded weights
   */
  static TFloat32 grid(Encoding encoding, Map<String, float[]> weights) {
    WeightGrid extents = encoding.grid();
    int stride = extents.positions() * extents.outputs();
    float[] values = new float[encoding.slices() * extents.rows() * stride];
    for (Placement placement : encoding.weights()) {
      WeightShape shape = placement.weight().shape();
      float[] weight = weights.getOrDefault(placement.weight().name(), new float[0]);
      checkArgument(
          weight.length == shape.size(),
          "generated weight %s of shape %s has %s values; give %s",
          placement.weight().name(),
          shape,
          weight.length,
          shape.size());
      for (int row = 0; row < shape.rows(); row++) {
        int gridRow = placement.firstSlice() * extents.rows() + row;
        System.arraycopy(weight, row * shape.outputs(), values, gridRow * stride, shape.outputs());
      }
    }
    return HostTensors.floats(
        values, encoding.slices(), extents.rows(), extents.positions(), extents.outputs());
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
