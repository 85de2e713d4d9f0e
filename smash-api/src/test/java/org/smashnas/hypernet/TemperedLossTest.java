package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.smashnas.hypernet.Score.Predictions;

class TemperedLossTest {
  private static final int CLASSES = 5;

  /** Random logits that favor the label in most rows. */
  private static float[][] logits() {
    SplittableRandom random = new SplittableRandom(4);
    float[][] logits = new float[200][CLASSES];
    for (int row = 0; row < logits.length; row++) {
      for (int column = 0; column < CLASSES; column++) {
        logits[row][column] = (float) random.nextGaussian() + (column == row % CLASSES ? 2 : 0);
      }
    }
    return logits;
  }

  private static Predictions times(double factor) {
    float[][] rows = logits();
    for (float[] row : rows) {
      double total = 0;
      for (float value : row) {
        total += Math.exp(factor * value);
      }
      for (int column = 0; column < CLASSES; column++) {
        row[column] = (float) (factor * row[column] - Math.log(total));
      }
    }
    return new Predictions(
        rows, IntStream.range(0, rows.length).map(row -> row % CLASSES).toArray());
  }

  @Test
  void itIsTheLeastLossOfAFineSearchAndDoesNotDependOnTheScaleOfTheLogits() {
    double least =
        IntStream.range(1, 3_000)
            .mapToDouble(step -> Evaluation.of(times(step / 1_000.0)).loss())
            .min()
            .orElseThrow();
    for (double factor : new double[] {0.2, 1, 5}) {
      assertThat(times(factor).temperedLoss()).isCloseTo(least, within(1e-5));
    }
  }

  @Test
  void predictionsThatAreAllRightAreTakenAsSureAsTheRangeAllows() {
    Predictions right =
        new Predictions(
            new float[][] {{(float) Math.log(0.6), (float) Math.log(0.4)}}, new int[] {0});
    assertThat(right.temperedLoss()).isBetween(0.0, 1e-6);
  }

  @Test
  void impossiblePredictionsKeepAFiniteLoss() {
    Predictions sure = new Predictions(new float[][] {{0, Float.NEGATIVE_INFINITY}}, new int[] {0});
    assertThat(sure.temperedLoss()).isEqualTo(0);
  }
}
