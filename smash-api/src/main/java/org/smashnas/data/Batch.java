package org.smashnas.data;

/**
 * Some examples laid out for a backend. The arrays belong to the reader of the batch.
 *
 * @param images values in NHWC order
 * @param labels one class an example
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, read in bulk
public record Batch(float[] images, int[] labels) {
  /**
   * The number of examples.
   *
   * @return at least 1
   */
  public int size() {
    return labels.length;
  }
}
