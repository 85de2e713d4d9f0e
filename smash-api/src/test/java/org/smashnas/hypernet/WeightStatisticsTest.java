package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;

class WeightStatisticsTest {
  private static Weight matrix(int rows, int outputs) {
    return Weight.own("weight", WeightShape.matrix(rows, outputs));
  }

  @Test
  void anIdentityHasFullRankAndARepeatedColumnOne() {
    float[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    float[] repeated = {1, 1, 1, 2, 2, 2, 3, 3, 3};
    assertThat(WeightStatistics.effectiveRank(identity, matrix(3, 3)).orElseThrow())
        .isCloseTo(1, within(1e-9));
    assertThat(WeightStatistics.effectiveRank(repeated, matrix(3, 3)).orElseThrow())
        .isCloseTo(1.0 / 3, within(1e-6));
    assertThat(WeightStatistics.effectiveRank(new float[] {1, 2}, matrix(1, 2))).isEmpty();
  }

  /** By the quarter-circle law the rank is 0.805. */
  @Test
  void independentGaussianValuesHaveMostOfTheRank() {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[100 * 100];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) random.nextGaussian();
    }
    assertThat(WeightStatistics.effectiveRank(values, matrix(100, 100)).orElseThrow())
        .isCloseTo(0.805, within(0.01));
  }

  @Test
  void blocksAreComparedByTheirOutputs() {
    float[] same = {1, 2, 1, 2, 3, 4, 3, 4};
    float[] opposed = {1, 2, -1, -2, 3, 4, -3, -4};
    assertThat(WeightStatistics.likenessOfBlocks(same, matrix(2, 4), 2).orElseThrow())
        .isCloseTo(1, within(1e-9));
    assertThat(WeightStatistics.likenessOfBlocks(opposed, matrix(2, 4), 2).orElseThrow())
        .isCloseTo(-1, within(1e-9));
    assertThat(WeightStatistics.likenessOfBlocks(same, matrix(2, 4), 4)).isEmpty();
  }

  @Test
  void gainIsTheSizeOfTheOutputsOfIndependentInputs() {
    assertThat(WeightStatistics.gain(new float[] {3, 0, 0, 4}, matrix(2, 2)))
        .isCloseTo(5 / Math.sqrt(2), within(1e-9));
  }

  @Test
  void randomWeightsKeepTheNorm() {
    float[] values = {3, 0, 0, 4};
    float[] random = WeightStatistics.random(values, new SplittableRandom(1));
    assertThat(WeightStatistics.gain(random, matrix(2, 2)))
        .isCloseTo(WeightStatistics.gain(values, matrix(2, 2)), within(1e-6));
    assertThat(WeightStatistics.cosine(values, random)).isBetween(-0.99, 0.99);
  }
}
