package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.smashnas.hypernet.Score.Predictions;

class EvaluationTest {
  private static Evaluation of(int[] labels, float[]... rows) {
    return Evaluation.of(new Predictions(rows, labels));
  }

  @Test
  void errorTopFiveErrorAndLossAreMeansOverTheExamples() {
    float[] falling = {-1, -2, -3, -4, -5, -6, -7};
    Evaluation evaluation = of(new int[] {0, 4, 5, 6}, falling, falling, falling, falling);
    assertThat(evaluation.error()).isEqualTo(0.75);
    assertThat(evaluation.topFiveError()).isEqualTo(0.5);
    assertThat(evaluation.loss()).isCloseTo((1 + 5 + 6 + 7) / 4.0, within(1e-6));
  }

  @Test
  void amongEqualClassesTheLowerCountsAsMoreProbable() {
    float[] equal = {-2, -2, -2, -2, -2, -2};
    assertThat(of(new int[] {0}, equal)).isEqualTo(new Evaluation(0, 0, 2));
    assertThat(of(new int[] {1}, equal)).isEqualTo(new Evaluation(1, 0, 2));
    assertThat(of(new int[] {4}, equal)).isEqualTo(new Evaluation(1, 0, 2));
    assertThat(of(new int[] {5}, equal)).isEqualTo(new Evaluation(1, 1, 2));
  }

  @Test
  void whatIsNoNumberIsWrong() {
    float nan = Float.NaN;
    Evaluation evaluation = of(new int[] {0}, new float[] {nan, nan, nan, nan, nan, nan});
    assertThat(evaluation.error()).isOne();
    assertThat(evaluation.topFiveError()).isOne();
    assertThat(evaluation.loss()).isNaN();
  }

  @Test
  void predictionsNeedOneLabelARow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Predictions(new float[2][3], new int[1]))
        .withMessageContainingAll("2 rows", "1 labels");
  }

  @Test
  void aScoreOfAnErrorStandsForEverything() {
    assertThat(Score.ofError(0.25).evaluation()).isEqualTo(new Evaluation(0.25, 0.25, 0.25));
    assertThat(Score.ofError(0.25).predictions()).isEmpty();
  }
}
