package org.smashnas.tf;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.random.RandomStreams;

/**
 * Initial weights: kernels and matrices orthogonal (Saxe et al. 2014), scales 1, offsets and biases
 * 0.
 */
final class InitialValues {
  private InitialValues() {}

  /** The first values of all weights of a network of its own, each from a stream of its name. */
  static ImmutableMap<String, float[]> of(Network network, RandomStreams streams) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      for (Weight weight : layer.operation().weights()) {
        values.computeIfAbsent(
            weight.name(),
            name ->
                of(
                    layer.operation(),
                    weight,
                    weight.shape(),
                    streams.stream("initial " + name, 0)));
      }
    }
    return ImmutableMap.copyOf(values);
  }

  /** The first values of a weight, over the whole shape that is kept of it. */
  static float[] of(Operation operation, Weight weight, WeightShape kept, RandomGenerator random) {
    if (operation instanceof BatchNorm norm && weight.equals(norm.scale())) {
      float[] ones = new float[kept.size()];
      Arrays.fill(ones, 1f);
      return ones;
    }
    boolean kernel = !(operation instanceof BatchNorm) && weight.equals(operation.weights().get(0));
    // Zeros have no direction, so a normalised offset or bias must start elsewhere.
    return kernel || weight.normalised() ? orthogonal(kept, random) : new float[kept.size()];
  }

  /** A random matrix with orthonormal columns, or rows where there are fewer of them. */
  static float[] orthogonal(WeightShape shape, RandomGenerator random) {
    int rows = shape.rows();
    int columns = shape.outputs();
    boolean tall = rows >= columns;
    double[][] vectors = new double[tall ? columns : rows][tall ? rows : columns];
    for (int index = 0; index < vectors.length; index++) {
      for (int entry = 0; entry < vectors[index].length; entry++) {
        vectors[index][entry] = random.nextGaussian();
      }
      orthonormalise(vectors, index);
    }
    float[] values = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        values[row * columns + column] =
            (float) (tall ? vectors[column][row] : vectors[row][column]);
      }
    }
    return values;
  }

  /** Gram-Schmidt, twice for accuracy. */
  private static void orthonormalise(double[][] vectors, int index) {
    double[] vector = vectors[index];
    for (int pass = 0; pass < 2; pass++) {
      for (int other = 0; other < index; other++) {
        double along = dot(vector, vectors[other]);
        for (int entry = 0; entry < vector.length; entry++) {
          vector[entry] -= along * vectors[other][entry];
        }
      }
    }
    double norm = Math.sqrt(dot(vector, vector));
    for (int entry = 0; entry < vector.length; entry++) {
      vector[entry] /= norm;
    }
  }

  private static double dot(double[] first, double[] second) {
    double sum = 0;
    for (int entry = 0; entry < first.length; entry++) {
      sum += first[entry] * second[entry];
    }
    return sum;
  }
}
