package org.smashnas.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.smashnas.network.Shape;

/** Mirror left to right. */
record Flip() implements Augmentation {
  @Override
  public void apply(FloatBuffer image, Shape shape, RandomGenerator random) {
    if (!random.nextBoolean()) {
      return;
    }
    float[] old = new float[shape.size()];
    image.get(0, old);
    image.put(0, mirrored(old, shape));
  }

  private static float[] mirrored(float[] old, Shape shape) {
    float[] mirrored = new float[old.length];
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        int from = PixelOrder.PIXELS.index(shape, row, column, 0);
        int to = PixelOrder.PIXELS.index(shape, row, shape.width() - 1 - column, 0);
        System.arraycopy(old, from, mirrored, to, shape.channels());
      }
    }
    return mirrored;
  }
}
