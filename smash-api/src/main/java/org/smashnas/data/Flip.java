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
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        int from = (row * shape.width() + column) * shape.channels();
        int to = (row * shape.width() + shape.width() - 1 - column) * shape.channels();
        image.put(to, old, from, shape.channels());
      }
    }
  }
}
