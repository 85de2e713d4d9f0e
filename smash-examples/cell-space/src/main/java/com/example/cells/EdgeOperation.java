package com.example.cells;

/** What an edge of a cell computes. */
public enum EdgeOperation {
  NONE,
  SKIP,
  CONVOLUTION_1X1,
  CONVOLUTION_3X3,
  AVERAGE_POOL_3X3
}
