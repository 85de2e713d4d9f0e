package org.smashnas.data;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.smashnas.network.Shape;

/** Datasets made by hand. */
final class Datasets {
  private Datasets() {}

  /** Example i holds i, i + 0.25, i + 0.5, i + 0.75 and has class i mod 3. */
  static Dataset counting(int size) {
    float[][] images = new float[size][];
    for (int index = 0; index < size; index++) {
      images[index] = new float[] {index, index + 0.25f, index + 0.5f, index + 0.75f};
    }
    int[] labels = IntStream.range(0, size).map(index -> index % 3).toArray();
    return Dataset.of(new Shape(2, 2, 1), 3, images, labels);
  }

  /** Which examples of a counting dataset these are. */
  static int[] examples(Dataset dataset) {
    return IntStream.range(0, dataset.size())
        .map(index -> (int) image(dataset, index)[0])
        .toArray();
  }

  static float[] image(Dataset dataset, int index) {
    float[] image = new float[dataset.shape().size()];
    dataset.read(index, FloatBuffer.wrap(image));
    return image;
  }
}
