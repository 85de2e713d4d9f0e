package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Shape;

class AugmentationTest {
  private static final Shape SHAPE = new Shape(3, 4, 2);

  private static FloatBuffer image() {
    FloatBuffer image = FloatBuffer.allocate(SHAPE.size());
    for (int index = 0; index < SHAPE.size(); index++) {
      image.put(index, index + 1);
    }
    return image;
  }

  private static float at(FloatBuffer image, int row, int column, int channel) {
    return image.get((row * SHAPE.width() + column) * SHAPE.channels() + channel);
  }

  /** Pads by {@code pad} zeros and crops at a corner. */
  private static FloatBuffer padAndCrop(FloatBuffer image, int pad, int top, int left) {
    float[][][] padded =
        new float[SHAPE.height() + 2 * pad][SHAPE.width() + 2 * pad][SHAPE.channels()];
    FloatBuffer cropped = FloatBuffer.allocate(SHAPE.size());
    for (int row = 0; row < SHAPE.height(); row++) {
      for (int column = 0; column < SHAPE.width(); column++) {
        for (int channel = 0; channel < SHAPE.channels(); channel++) {
          padded[row + pad][column + pad][channel] = at(image, row, column, channel);
        }
      }
    }
    for (int row = 0; row < SHAPE.height(); row++) {
      for (int column = 0; column < SHAPE.width(); column++) {
        cropped.put(padded[row + top][column + left]);
      }
    }
    return cropped.rewind();
  }

  @Test
  void shiftingIsPaddingAndCroppingEquallyOftenAtEveryCorner() {
    Map<FloatBuffer, Integer> corners = new HashMap<>();
    for (int top = 0; top <= 4; top++) {
      for (int left = 0; left <= 4; left++) {
        corners.put(padAndCrop(image(), 2, top, left), 5 * top + left);
      }
    }
    assertThat(corners).hasSize(25);
    SplittableRandom random = new SplittableRandom(51);
    long[] seen = new long[25];
    for (int index = 0; index < 20_000; index++) {
      FloatBuffer shifted = image();
      Augmentation.shift(2).apply(shifted, SHAPE, random);
      assertThat(corners).containsKey(shifted);
      seen[corners.get(shifted)]++;
    }
    double[] expected = new double[25];
    Arrays.fill(expected, 800);
    assertThat(new ChiSquareTest().chiSquareTest(expected, seen)).isGreaterThan(1e-4);
  }

  @Test
  void flippingMirrorsLeftToRightHalfOfTheTime() {
    FloatBuffer mirrored = FloatBuffer.allocate(SHAPE.size());
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        for (int channel = 0; channel < 2; channel++) {
          mirrored.put(at(image(), row, 3 - column, channel));
        }
      }
    }
    mirrored.rewind();
    SplittableRandom random = new SplittableRandom(52);
    Set<FloatBuffer> results = new HashSet<>();
    int flipped = 0;
    for (int index = 0; index < 2_000; index++) {
      FloatBuffer image = image();
      Augmentation.flip().apply(image, SHAPE, random);
      results.add(image);
      flipped += image.equals(mirrored) ? 1 : 0;
    }
    assertThat(results).containsExactlyInAnyOrder(image(), mirrored);
    assertThat(flipped).isBetween(900, 1_100);
  }

  @Test
  void aShiftByNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Augmentation.shift(0))
        .withMessageContaining("0 pixels");
  }

  /** A box with a different value everywhere, mirrored and rolled by hand. */
  private static FloatBuffer moved(Shape box, boolean rows, boolean columns, int[] shifts) {
    FloatBuffer moved = FloatBuffer.allocate(box.size());
    for (int row = 0; row < box.height(); row++) {
      for (int column = 0; column < box.width(); column++) {
        for (int channel = 0; channel < box.channels(); channel++) {
          int mirroredRow = rows ? box.height() - 1 - row : row;
          int mirroredColumn = columns ? box.width() - 1 - column : column;
          int toRow = (mirroredRow + shifts[0] + box.height()) % box.height();
          int toColumn = (mirroredColumn + shifts[1] + box.width()) % box.width();
          int toChannel = (channel + shifts[2] + box.channels()) % box.channels();
          int from = (row * box.width() + column) * box.channels() + channel;
          moved.put((toRow * box.width() + toColumn) * box.channels() + toChannel, from);
        }
      }
    }
    return moved;
  }

  @Test
  void voxelJitterMirrorsTwoAxesAndRollsAllThree() {
    Shape box = new Shape(6, 7, 8);
    Map<FloatBuffer, Integer> outcomes = new HashMap<>();
    double[] expected = new double[500];
    for (int mirrors = 0; mirrors < 4; mirrors++) {
      for (int shift = 0; shift < 125; shift++) {
        int[] shifts = {shift / 25 - 2, shift / 5 % 5 - 2, shift % 5 - 2};
        int outcome = 125 * mirrors + shift;
        outcomes.put(moved(box, mirrors / 2 == 1, mirrors % 2 == 1, shifts), outcome);
        expected[outcome] = 60_000 * new double[] {0.64, 0.16, 0.16, 0.04}[mirrors] / 125;
      }
    }
    assertThat(outcomes).hasSize(500);
    SplittableRandom random = new SplittableRandom(53);
    long[] seen = new long[500];
    for (int index = 0; index < 60_000; index++) {
      FloatBuffer image = moved(box, false, false, new int[3]);
      Augmentation.voxelJitter().apply(image, box, random);
      assertThat(outcomes).containsKey(image);
      seen[outcomes.get(image)]++;
    }
    assertThat(new ChiSquareTest().chiSquareTest(expected, seen)).isGreaterThan(1e-4);
  }

  @Test
  void aShiftLargerThanTheImageLeavesZeros() {
    SplittableRandom random = new SplittableRandom(54);
    FloatBuffer zeros = FloatBuffer.allocate(SHAPE.size());
    int empty = 0;
    for (int index = 0; index < 200; index++) {
      FloatBuffer shifted = image();
      Augmentation.shift(9).apply(shifted, SHAPE, random);
      empty += shifted.equals(zeros) ? 1 : 0;
    }
    assertThat(empty).isBetween(150, 199);
  }
}
