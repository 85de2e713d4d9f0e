package org.smashnas.network;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The shape of one example's activations in NHWC order, without the batch: height × width ×
 * channels. A vector of c values is 1 × 1 × c, a sequence of length l is 1 × l × c. It has at most
 * 2³¹ − 1 values.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels channels, at least 1
 */
public record Shape(int height, int width, int channels) {

  public Shape {
    checkArgument(
        height >= 1 && width >= 1 && channels >= 1,
        "shape %sx%sx%s has an extent below 1; height, width and channels must all be at least 1",
        height,
        width,
        channels);
    checkArgument(
        (double) height * width * channels <= Integer.MAX_VALUE,
        "shape %sx%sx%s has more than %s values, the most an example may have",
        height,
        width,
        channels,
        Integer.MAX_VALUE);
  }

  /**
   * A vector of values.
   *
   * @param channels how many, at least 1
   * @return the shape 1 × 1 × channels
   */
  public static Shape vector(int channels) {
    return new Shape(1, 1, channels);
  }

  /**
   * The number of values of one example.
   *
   * @return height · width · channels
   */
  public int size() {
    return height * width * channels;
  }

  /**
   * The same height and width with other channels.
   *
   * @param channels the new number of channels, at least 1
   * @return the changed shape
   */
  public Shape withChannels(int channels) {
    return new Shape(height, width, channels);
  }

  boolean sameSide(Shape other) {
    return height == other.height && width == other.width;
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
