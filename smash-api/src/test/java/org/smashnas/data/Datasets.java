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

  /** Example i of view v holds 100 v + i; its class is i mod 3. */
  static Dataset views(int size, int views) {
    return new Dataset() {
      @Override
      public Shape shape() {
        return new Shape(1, 1, 1);
      }

      @Override
      public int classes() {
        return 3;
      }

      @Override
      public int size() {
        return size;
      }

      @Override
      public int views() {
        return views;
      }

      @Override
      public int label(int index) {
        return index % 3;
      }

      @Override
      public void read(int index, FloatBuffer target) {
        read(index, 0, target);
      }

      @Override
      public void read(int index, int view, FloatBuffer target) {
        target.put(100 * view + index);
      }
    };
  }
}
