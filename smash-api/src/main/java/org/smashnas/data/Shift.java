package org.smashnas.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.smashnas.network.Shape;

/** Pad and crop. */
record Shift(int pixels) implements Augmentation {
  @Override
  public void apply(FloatBuffer image, Shape shape, RandomGenerator random) {
    int down = random.nextInt(2 * pixels + 1) - pixels;
    int right = random.nextInt(2 * pixels + 1) - pixels;
    float[] old = new float[shape.size()];
    image.get(0, old);
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        for (int channel = 0; channel < shape.channels(); channel++) {
          image.put(
              index(shape, row, column, channel),
              at(old, shape, row - down, column - right, channel));
        }
      }
    }
  }

  private static float at(float[] values, Shape shape, int row, int column, int channel) {
    boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
    return inside ? values[index(shape, row, column, channel)] : 0;
  }

  private static int index(Shape shape, int row, int column, int channel) {
    return (row * shape.width() + column) * shape.channels() + channel;
  }
}
