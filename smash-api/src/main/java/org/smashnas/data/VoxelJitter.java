package org.smashnas.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.smashnas.network.Shape;

/** Mirrors and rolls a box of voxels. */
record VoxelJitter() implements Augmentation {
  private static final double MIRROR = 0.2;
  private static final int SHIFT = 2;

  @Override
  public void apply(FloatBuffer image, Shape shape, RandomGenerator random) {
    int[] rows = sources(shape.height(), random.nextDouble() < MIRROR, shift(random));
    int[] columns = sources(shape.width(), random.nextDouble() < MIRROR, shift(random));
    int[] channels = sources(shape.channels(), false, shift(random));
    float[] old = new float[shape.size()];
    image.get(0, old);
    float[] moved = new float[old.length];
    int target = 0;
    for (int row : rows) {
      for (int column : columns) {
        for (int channel : channels) {
          moved[target++] = old[PixelOrder.PIXELS.index(shape, row, column, channel)];
        }
      }
    }
    image.put(0, moved);
  }

  private static int shift(RandomGenerator random) {
    return random.nextInt(2 * SHIFT + 1) - SHIFT;
  }

  /** Where each position of an axis takes its value from. */
  private static int[] sources(int extent, boolean mirrored, int shift) {
    int[] sources = new int[extent];
    for (int index = 0; index < extent; index++) {
      int before = Math.floorMod(index - shift, extent);
      sources[index] = mirrored ? extent - 1 - before : before;
    }
    return sources;
  }
}
