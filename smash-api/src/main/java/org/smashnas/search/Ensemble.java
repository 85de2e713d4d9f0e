package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score.Predictions;

/** The running sum of the log-probabilities of all architectures scored so far. */
final class Ensemble {
  private float[][] sums = new float[0][];

  /** Adds one architecture's predictions and measures the sum. */
  double add(Predictions predictions) {
    float[][] added = predictions.logProbabilities();
    if (sums.length == 0) {
      sums = Arrays.stream(added).map(row -> new float[row.length]).toArray(float[][]::new);
    }
    checkArgument(
        added.length == sums.length,
        "scorer predicts %s examples, but %s before; score all architectures on the same examples",
        added.length,
        sums.length);
    for (int example = 0; example < added.length; example++) {
      for (int label = 0; label < added[example].length; label++) {
        sums[example][label] += added[example][label];
      }
    }
    return Evaluation.of(new Predictions(sums, predictions.labels())).error();
  }
}
