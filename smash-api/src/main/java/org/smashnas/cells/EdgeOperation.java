package org.smashnas.cells;

/** What an edge of a {@link Cell} computes. All keep height, width and channels. */
public enum EdgeOperation {
  /** Zeros: the edge is cut. */
  NONE(0, "none"),
  /** The input itself. */
  SKIP(1, "skip_connect"),
  /** ReLU, a 1×1 convolution and a norm. */
  CONVOLUTION_1X1(2, "nor_conv_1x1"),
  /** ReLU, a 3×3 convolution and a norm. */
  CONVOLUTION_3X3(3, "nor_conv_3x3"),
  /** The mean of 3×3 places; those of the padding are left out. */
  AVERAGE_POOL_3X3(4, "avg_pool_3x3");

  private final int digit;
  private final String publishedName;

  EdgeOperation(int digit, String publishedName) {
    this.digit = digit;
    this.publishedName = publishedName;
  }

  /**
   * The digit that stands for it in {@link Cell#digits()}.
   *
   * @return from 0 to 4, ascending in the order of this enum
   */
  public int digit() {
    return digit;
  }

  /** Its name in the strings of NAS-Bench-201. */
  String publishedName() {
    return publishedName;
  }
}
