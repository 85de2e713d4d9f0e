package org.smashnas.hypernet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;

/** Figures of single weights, whose values are rows × outputs. */
final class WeightStatistics {
  private WeightStatistics() {}

  /** 0 where one of them is all zeros. */
  static double cosine(float[] first, float[] second) {
    double product = 0;
    double firstSquares = 0;
    double secondSquares = 0;
    for (int index = 0; index < first.length; index++) {
      product += (double) first[index] * second[index];
      firstSquares += (double) first[index] * first[index];
      secondSquares += (double) second[index] * second[index];
    }
    double norms = Math.sqrt(firstSquares) * Math.sqrt(secondSquares);
    return norms == 0 ? 0 : product / norms;
  }

  static double gain(float[] values, Weight weight) {
    return norm(values) / Math.sqrt(weight.shape().outputs());
  }

  /** The mean cosine between whole blocks of outputs; empty if there are fewer than two. */
  static Optional<Double> likenessOfBlocks(float[] values, Weight weight, int blockOutputs) {
    int blocks = weight.shape().outputs() / blockOutputs;
    double sum = 0;
    for (int first = 0; first < blocks; first++) {
      for (int second = first + 1; second < blocks; second++) {
        sum +=
            cosine(
                block(values, weight.shape(), first * blockOutputs, blockOutputs),
                block(values, weight.shape(), second * blockOutputs, blockOutputs));
      }
    }
    return blocks < 2 ? Optional.empty() : Optional.of(sum / (blocks * (blocks - 1) / 2.0));
  }

  private static float[] block(float[] values, WeightShape shape, int start, int outputs) {
    float[] block = new float[shape.rows() * outputs];
    for (int row = 0; row < shape.rows(); row++) {
      System.arraycopy(values, row * shape.outputs() + start, block, row * outputs, outputs);
    }
    return block;
  }

  /** The effective rank over the smaller side; empty for a weight with one row or column. */
  static Optional<Double> effectiveRank(float[] values, Weight weight) {
    int rows = weight.shape().rows();
    int outputs = weight.shape().outputs();
    int smaller = Math.min(rows, outputs);
    if (smaller == 1 || norm(values) == 0) {
      return Optional.empty();
    }
    double[][] matrix = new double[rows][outputs];
    for (int row = 0; row < rows; row++) {
      for (int output = 0; output < outputs; output++) {
        matrix[row][output] = values[row * outputs + output];
      }
    }
    double[] singular =
        new SingularValueDecomposition(new Array2DRowRealMatrix(matrix, false)).getSingularValues();
    double total = Arrays.stream(singular).sum();
    double entropy =
        -Arrays.stream(singular)
            .map(value -> value / total)
            .filter(share -> share > 0)
            .map(share -> share * Math.log(share))
            .sum();
    return Optional.of(Math.exp(entropy) / smaller);
  }

  static float[] mean(List<float[]> all) {
    float[] mean = new float[all.get(0).length];
    for (float[] values : all) {
      for (int index = 0; index < mean.length; index++) {
        mean[index] += values[index] / all.size();
      }
    }
    return mean;
  }

  /** Gaussian values of the same L2 norm. */
  static float[] random(float[] values, RandomGenerator random) {
    float[] drawn = new float[values.length];
    for (int index = 0; index < drawn.length; index++) {
      drawn[index] = (float) random.nextGaussian();
    }
    double factor = norm(values) / norm(drawn);
    for (int index = 0; index < drawn.length; index++) {
      drawn[index] *= (float) factor;
    }
    return drawn;
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
