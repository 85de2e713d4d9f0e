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
    image.put(0, shifted(old, shape, down, right));
  }

  private static float[] shifted(float[] old, Shape shape, int down, int right) {
    float[] shifted = new float[old.length];
    int rowValues = shape.width() * shape.channels();
    int kept = Math.max(0, shape.width() - Math.abs(right)) * shape.channels();
    int from = Math.max(0, -right) * shape.channels();
    int to = Math.max(0, right) * shape.channels();
    int end = Math.min(shape.height(), shape.height() + down);
    for (int row = Math.max(0, down); row < end && kept > 0; row++) {
      System.arraycopy(old, (row - down) * rowValues + from, shifted, row * rowValues + to, kept);
    }
    return shifted;
  }
}
