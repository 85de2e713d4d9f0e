package org.smashnas.data;

import org.smashnas.network.Shape;

/** The order in which a file lists an image's values. */
enum PixelOrder {
  /** Row by row, all channels of a pixel together: HWC. */
  PIXELS {
    @Override
    int index(Shape shape, int row, int column, int channel) {
      return (row * shape.width() + column) * shape.channels() + channel;
    }
  },
  /** Channel by channel, each row by row: CHW. */
  PLANES_BY_ROW {
    @Override
    int index(Shape shape, int row, int column, int channel) {
      return (channel * shape.height() + row) * shape.width() + column;
    }
  },
  /** Channel by channel, each column by column: CWH. */
  PLANES_BY_COLUMN {
    @Override
    int index(Shape shape, int row, int column, int channel) {
      return (channel * shape.width() + column) * shape.height() + row;
    }
  };

  abstract int index(Shape shape, int row, int column, int channel);
}
