package org.smashnas.tf;

import java.util.ArrayList;
import java.util.List;
import org.smashnas.data.Batch;
import org.smashnas.hypernet.Score.Predictions;

/** Collects the predictions of several batches. */
final class PredictionRows {
  private final List<float[]> rows = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  void add(Batch batch, float[][] logProbabilities) {
    rows.addAll(List.of(logProbabilities));
    for (int label : batch.labels()) {
      labels.add(label);
    }
  }

  Predictions predictions() {
    return new Predictions(
        rows.toArray(float[][]::new), labels.stream().mapToInt(Integer::intValue).toArray());
  }
}
