package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Batch;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Score.Predictions;
import org.smashnas.network.Shape;

class PredictionRowsTest {
  /** Five examples of two views; a view's only value is the probability of class 1. */
  private static final class TwoViews implements Dataset {
    @Override
    public Shape shape() {
      return new Shape(1, 1, 1);
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public int size() {
      return 5;
    }

    @Override
    public int label(int index) {
      return index % 2;
    }

    @Override
    public int views() {
      return 2;
    }

    @Override
    public void read(int index, FloatBuffer target) {
      read(index, 0, target);
    }

    @Override
    public void read(int index, int view, FloatBuffer target) {
      target.put(0.1f + 0.1f * index + 0.4f * view);
    }
  }

  private static float[][] predict(Batch batch) {
    float[][] rows = new float[batch.size()][];
    for (int index = 0; index < rows.length; index++) {
      float one = batch.images()[index];
      rows[index] = new float[] {(float) Math.log(1 - one), (float) Math.log(one)};
    }
    return rows;
  }

  @Test
  void anExamplesPredictionIsTheMeanOverItsViews() {
    Predictions found = PredictionRows.of(new TwoViews(), 2, PredictionRowsTest::predict);
    assertThat(found.labels()).containsExactly(0, 1, 0, 1, 0);
    for (int index = 0; index < 5; index++) {
      float one = 0.3f + 0.1f * index;
      assertThat(found.logProbabilities()[index])
          .containsExactly(
              new float[] {(float) Math.log(1 - one), (float) Math.log(one)}, within(1e-5f));
    }
  }

  @Test
  void oneViewIsTakenAsItIs() {
    Predictions found =
        PredictionRows.of(QuadrantTask.examples(5, 1), 3, batch -> new float[batch.size()][4]);
    assertThat(found.labels()).containsExactly(0, 1, 2, 3, 0);
    assertThat(found.logProbabilities()).hasDimensions(5, 4);
  }
}
