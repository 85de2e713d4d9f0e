package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.smashnas.hypernet.HyperNetArchitecture.Reading;
import org.smashnas.network.Condition;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.Encoding;
import org.smashnas.space.Encoding.Placement;
import org.smashnas.space.WeightGrid;

class HyperNetInputTest {
  private static final WeightGrid GRID =
      new WeightGrid(4, 2, 2, ConditionFields.builder().field("any", 3).build());

  /** A weight of two slices and one position, and one of one slice and two positions. */
  private static final Encoding ENCODING =
      new Encoding(
          GRID,
          ImmutableList.of(
              placement("tall", 8, 2, List.of(List.of(0), List.of(1, 2)), 0),
              placement("wide", 4, 4, List.of(List.of(2)), 2)),
          3);

  private static Placement placement(
      String name, int rows, int outputs, List<List<Integer>> marks, int firstSlice) {
    Condition condition = Condition.of(marks);
    return new Placement(
        Weight.generated(name, WeightShape.matrix(rows, outputs), condition),
        condition,
        firstSlice);
  }

  private static float[] values(Reading reading) {
    try (HyperNetInput input = HyperNetInput.of(reading, ENCODING, new SplittableRandom(0))) {
      return HostTensors.read(input.values());
    }
  }

  @Test
  void cellsHoldNoiseAndSignedMarksOverTheWidthOfTheirWeight() {
    float[] values = values(Reading.CELLS);
    SplittableRandom random = new SplittableRandom(0);
    float[][] marks = {
      {1, -1, -1}, {-1, -1, -1}, {-1, 1, 1}, {-1, -1, -1}, {-1, -1, 1}, {-1, -1, 1}
    };
    assertThat(values).hasSize(24);
    for (int cell = 0; cell < 6; cell++) {
      assertThat(values[4 * cell]).isEqualTo((float) random.nextGaussian());
      for (int feature = 0; feature < 3; feature++) {
        assertThat(values[4 * cell + 1 + feature]).isEqualTo(marks[cell][feature]);
      }
    }
  }

  @Test
  void slicesHoldTheirMarksAndTheSharesOfTheArchitecture() {
    float third = 1f / 3;
    assertThat(values(Reading.SLICES))
        .containsExactly(
            new float[] {
              1, 0, 0, third, third, 2 * third,
              0, 1, 1, third, third, 2 * third,
              0, 0, 1, third, third, 2 * third
            },
            org.assertj.core.data.Offset.offset(1e-6f));
  }

  @Test
  void gradientsByCellsAreSummedOverTheWidthOfTheWeight() {
    float[] byInput = new float[24];
    for (int index = 0; index < byInput.length; index++) {
      byInput[index] = index;
    }
    ImmutableMap<String, float[][]> byFeature =
        HyperNetInput.byFeature(Reading.CELLS, ENCODING, byInput);
    assertThat(byFeature.get("tall")[1]).containsExactly(9, 10, 11);
    assertThat(byFeature.get("wide")[0]).containsExactly(17 + 21, 18 + 22, 19 + 23);
  }

  /** A mark's move from −1 to +1 moves what is read by 1, so its slope is half as large. */
  @Test
  void gradientsBySlicesReachTheSharesToo() {
    float[] byInput = new float[18];
    byInput[0] = 4;
    byInput[3] = 6;
    byInput[9] = 3;
    ImmutableMap<String, float[][]> byFeature =
        HyperNetInput.byFeature(Reading.SLICES, ENCODING, byInput);
    assertThat(byFeature.get("tall")[0]).containsExactly(3.5f, 0, 0);
    assertThat(byFeature.get("tall")[1]).containsExactly(1.5f, 0, 0);
  }
}
