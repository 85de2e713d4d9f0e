package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.smashnas.network.Shape;

/** Bytes for the pixels of made-up examples, and what readers should make of them. */
final class Pixels {
  private Pixels() {}

  /** A different byte for neighbours along each axis. */
  static int at(int example, int row, int column, int channel) {
    return (37 * example + 5 * row + 11 * column + 83 * channel + row * column) & 0xff;
  }

  /** Checks every value of an example against {@link #at} and the published numbers. */
  static void assertExample(
      Dataset dataset, int index, int example, double[] mean, double[] deviation) {
    Shape shape = dataset.shape();
    float[] expected = new float[shape.size()];
    int next = 0;
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        for (int channel = 0; channel < shape.channels(); channel++) {
          double value = at(example, row, column, channel) / 255.0;
          expected[next++] = (float) ((value - mean[channel]) / deviation[channel]);
        }
      }
    }
    assertThat(Datasets.image(dataset, index)).containsExactly(expected, within(1e-5f));
  }

  static float[] view(Dataset dataset, int index, int view) {
    float[] image = new float[dataset.shape().size()];
    dataset.read(index, view, FloatBuffer.wrap(image));
    return image;
  }

  static void assertWrong(ThrowingCallable reading, Object... message) {
    assertThatIllegalArgumentException()
        .isThrownBy(reading)
        .satisfies(error -> assertMessage(error, message));
  }

  static void assertUnreadable(ThrowingCallable reading, Object... message) {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(reading)
        .satisfies(error -> assertMessage(error, message));
  }

  private static void assertMessage(Throwable error, Object... message) {
    for (Object part : message) {
      assertThat(error).hasMessageContaining("%s", part);
    }
  }
}
