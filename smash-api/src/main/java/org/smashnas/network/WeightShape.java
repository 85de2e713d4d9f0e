package org.smashnas.network;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The shape of a weight: kernel height × kernel width × inputs × outputs (the order that TensorFlow
 * calls HWIO), at most 2³¹ − 1 scalars. A matrix is 1 × 1 × inputs × outputs, a vector 1 × 1 × 1 ×
 * outputs. The inputs of a grouped convolution are those of one group.
 *
 * @param height kernel height, at least 1
 * @param width kernel width, at least 1
 * @param inputs inputs, at least 1
 * @param outputs outputs, at least 1
 */
public record WeightShape(int height, int width, int inputs, int outputs) {

  public WeightShape {
    checkArgument(
        height >= 1 && width >= 1 && inputs >= 1 && outputs >= 1,
        "weight shape %sx%sx%sx%s has an extent below 1; all four must be at least 1",
        height,
        width,
        inputs,
        outputs);
    checkArgument(
        (double) height * width * inputs * outputs <= Integer.MAX_VALUE,
        "weight shape %sx%sx%sx%s has more than %s scalars, the most a weight may have",
        height,
        width,
        inputs,
        outputs,
        Integer.MAX_VALUE);
  }

  /**
   * A vector, for example the scale of a norm.
   *
   * @param size its length, at least 1
   * @return the shape 1 × 1 × 1 × size
   */
  public static WeightShape vector(int size) {
    return new WeightShape(1, 1, 1, size);
  }

  /**
   * A matrix, for example the kernel of a 1x1 convolution.
   *
   * @param inputs rows, at least 1
   * @param outputs columns, at least 1
   * @return the shape 1 × 1 × inputs × outputs
   */
  public static WeightShape matrix(int inputs, int outputs) {
    return new WeightShape(1, 1, inputs, outputs);
  }

  /**
   * The number of scalars.
   *
   * @return the product of the four extents
   */
  public int size() {
    return rows() * outputs;
  }

  /**
   * The number of rows when the weight is seen as a matrix with one column an output, as the
   * HyperNet's grid sees it.
   *
   * @return height · width · inputs
   */
  public int rows() {
    return height * width * inputs;
  }

  /**
   * Whether it has one row, as scales, offsets and biases have.
   *
   * @return true for 1 × 1 × 1 × outputs
   */
  public boolean isVector() {
    return rows() == 1;
  }

  boolean fitsIn(WeightShape full) {
    return height <= full.height
        && width <= full.width
        && inputs <= full.inputs
        && outputs <= full.outputs;
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + inputs + "x" + outputs;
  }
}
