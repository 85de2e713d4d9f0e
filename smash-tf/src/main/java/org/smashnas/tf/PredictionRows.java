package org.smashnas.tf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.smashnas.data.Batch;
import org.smashnas.data.Batches;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Score.Predictions;

/** Collects the predictions of several batches. */
final class PredictionRows {
  private final List<float[]> rows = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  /**
   * Predicts all of a dataset.
   *
   * @param logProbabilities one row an example of the batch, one column a class
   */
  static Predictions of(
      Dataset examples, int batchSize, Function<Batch, float[][]> logProbabilities) {
    Batches batches = Batches.inOrder(examples, batchSize);
    PredictionRows rows = new PredictionRows();
    for (int number = 0; number < batches.count(); number++) {
      rows.add(batches, number, examples.views(), logProbabilities);
    }
    return rows.predictions();
  }

  /** Predicts a batch; an example's prediction is the mean of those of its views. */
  void add(Batches batches, int number, int views, Function<Batch, float[][]> logProbabilities) {
    Batch first = batches.read(number);
    float[][] predicted = logProbabilities.apply(first);
    if (views > 1) {
      double[][] sums = new double[first.size()][predicted[0].length];
      addExponentials(sums, predicted);
      for (int view = 1; view < views; view++) {
        addExponentials(sums, logProbabilities.apply(batches.read(number, view)));
      }
      predicted = logarithms(sums, views);
    }
    rows.addAll(List.of(predicted));
    for (int label : first.labels()) {
      labels.add(label);
    }
  }

  private static void addExponentials(double[][] sums, float[][] logarithms) {
    for (int row = 0; row < sums.length; row++) {
      for (int column = 0; column < sums[row].length; column++) {
        sums[row][column] += Math.exp(logarithms[row][column]);
      }
    }
  }

  private static float[][] logarithms(double[][] sums, int count) {
    float[][] means = new float[sums.length][sums[0].length];
    for (int row = 0; row < sums.length; row++) {
      for (int column = 0; column < sums[row].length; column++) {
        means[row][column] = (float) Math.log(sums[row][column] / count);
      }
    }
    return means;
  }

  Predictions predictions() {
    return new Predictions(
        rows.toArray(float[][]::new), labels.stream().mapToInt(Integer::intValue).toArray());
  }
}
