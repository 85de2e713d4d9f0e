package org.smashnas.data;

import org.smashnas.network.Shape;

/**
 * Turns the bytes of a record into an image's values. Immutable and safe for use by several
 * threads.
 */
final class PixelFormat {
  private static final int BYTE_VALUES = 256;

  private final Shape shape;
  private final int bytes;
  // Where each value in HWC order comes from, and what its byte means.
  private final int[] sources;
  private final float[][] meanings;

  /**
   * A format.
   *
   * @param header bytes before the image
   * @param one the byte that means 1
   */
  PixelFormat(Shape shape, PixelOrder order, int header, int one, Normalization normalization) {
    this.shape = shape;
    this.bytes = header + shape.size();
    this.sources = sources(shape, order, header);
    this.meanings = meanings(shape.channels(), one, normalization);
  }

  private static int[] sources(Shape shape, PixelOrder order, int header) {
    int[] sources = new int[shape.size()];
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        for (int channel = 0; channel < shape.channels(); channel++) {
          sources[PixelOrder.PIXELS.index(shape, row, column, channel)] =
              header + order.index(shape, row, column, channel);
        }
      }
    }
    return sources;
  }

  private static float[][] meanings(int channels, int one, Normalization normalization) {
    float[][] meanings = new float[channels][BYTE_VALUES];
    for (int channel = 0; channel < channels; channel++) {
      for (int value = 0; value < BYTE_VALUES; value++) {
        meanings[channel][value] = normalization.apply((double) value / one, channel);
      }
    }
    return meanings;
  }

  Shape shape() {
    return shape;
  }

  /** The bytes of a record that count: header and image. */
  int bytes() {
    return bytes;
  }

  float[] image(byte[] record) {
    float[] image = new float[sources.length];
    for (int channel = 0; channel < meanings.length; channel++) {
      float[] meaning = meanings[channel];
      for (int index = channel; index < image.length; index += meanings.length) {
        image[index] = meaning[Byte.toUnsignedInt(record[sources[index]])];
      }
    }
    return image;
  }
}
