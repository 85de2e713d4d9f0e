package org.smashnas.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.network.Shape;

/** The digits that come with the examples. */
class DigitsTest {
  private static final Dataset DIGITS = Digits.read();

  @Test
  void thereAre1797Of8By8Pixels() {
    assertThat(DIGITS.size()).isEqualTo(1797);
    assertThat(DIGITS.shape()).isEqualTo(new Shape(8, 8, 1));
    assertThat(DIGITS.classes()).isEqualTo(10);
  }

  @Test
  void eachDigitIsThereAsOftenAsPublished() {
    int[] counts = new int[10];
    for (int index = 0; index < DIGITS.size(); index++) {
      counts[DIGITS.label(index)]++;
    }
    assertThat(counts).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
  }

  @Test
  void theFirstOneIsTheRingOfAZero() {
    float[] image = image(DIGITS, 0);
    assertThat(DIGITS.label(0)).isZero();
    assertThat(image[3 * 8 + 1]).as("left of the ring").isGreaterThan(-0.2f);
    assertThat(image[3 * 8 + 3]).as("inside the ring").isLessThan(-0.5f);
    assertThat(image[0]).as("corner").isLessThan(-0.8f);
  }

  @Test
  void pixelsHaveMeanZeroAndDeviationOne() {
    double sum = 0;
    double squares = 0;
    for (int index = 0; index < DIGITS.size(); index++) {
      for (float pixel : image(DIGITS, index)) {
        sum += pixel;
        squares += (double) pixel * pixel;
      }
    }
    double count = 64.0 * DIGITS.size();
    assertThat(sum / count).isCloseTo(0, within(1e-3));
    assertThat(squares / count).isCloseTo(1, within(1e-3));
  }

  @Test
  void theSplitOfTheCommandIsDisjointAndWhole() {
    Split split = DIGITS.split(360, 360, new SplittableRandom(1));
    assertThat(split.train().size()).isEqualTo(1077);
    assertThat(split.validation().size()).isEqualTo(360);
    assertThat(split.test().size()).isEqualTo(360);
    Set<FloatBuffer> seen = new HashSet<>();
    for (Dataset part : new Dataset[] {split.train(), split.validation(), split.test()}) {
      for (int index = 0; index < part.size(); index++) {
        assertThat(seen.add(FloatBuffer.wrap(image(part, index)))).isTrue();
      }
    }
    assertThat(seen).hasSize(1797);
  }

  private static float[] image(Dataset examples, int index) {
    float[] image = new float[64];
    examples.read(index, FloatBuffer.wrap(image));
    return image;
  }
}
