package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.smashnas.network.Shape;

/**
 * A random change of an image that keeps its class. Implementations are safe for use by several
 * threads.
 */
@FunctionalInterface
public interface Augmentation {

  /**
   * Changes an image in place.
   *
   * @param image values in HWC order from index 0 on
   * @param shape the image's shape
   * @param random where the change comes from
   */
  void apply(FloatBuffer image, Shape shape, RandomGenerator random);

  /**
   * Shifts an image by up to some pixels in both axes, each shift equally likely; zeros come in at
   * the border. The same as padding by that many pixels and cropping at random.
   *
   * @param pixels the largest shift, at least 1
   * @return the augmentation
   */
  static Augmentation shift(int pixels) {
    checkArgument(pixels >= 1, "shift by up to %s pixels; it must be at least 1", pixels);
    return new Shift(pixels);
  }

  /**
   * Mirrors an image left to right with probability one half.
   *
   * @return the augmentation
   */
  static Augmentation flip() {
    return new Flip();
  }

  /**
   * Moves voxels as ModelNet is trained on: mirrors the rows, and mirrors the columns, with
   * probability 0.2 each, then shifts rows, columns and channels (the depth) by −2 to 2 each, each
   * shift equally likely; what leaves on one side comes in on the other.
   *
   * @return the augmentation
   */
  static Augmentation voxelJitter() {
    return new VoxelJitter();
  }
}
