package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.FloatBuffer;
import org.smashnas.network.Shape;

/** Examples in arrays. */
final class ArrayDataset implements Dataset {
  private final Shape shape;
  private final int classes;
  private final float[][] images;
  private final int[] labels;

  ArrayDataset(Shape shape, int classes, float[][] images, int[] labels) {
    checkArgument(classes >= 2, "classes is %s; it must be at least 2", classes);
    checkArgument(images.length >= 1, "dataset has no examples; give at least one");
    checkArgument(
        images.length == labels.length,
        "dataset has %s images, but %s labels; give one label an image",
        images.length,
        labels.length);
    for (int index = 0; index < images.length; index++) {
      checkExample(shape, classes, index, images[index], labels[index]);
    }
    this.shape = shape;
    this.classes = classes;
    this.images = images;
    this.labels = labels;
  }

  private static void checkExample(Shape shape, int classes, int index, float[] image, int label) {
    checkArgument(
        image.length == shape.size(),
        "example %s has %s values; shape %s has %s",
        index,
        image.length,
        shape,
        shape.size());
    checkArgument(
        label >= 0 && label < classes,
        "example %s has label %s; it must be from 0 to %s",
        index,
        label,
        classes - 1);
    for (float value : image) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "example " + index + " has value " + value + "; all must be finite");
      }
    }
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int size() {
    return images.length;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void read(int index, FloatBuffer target) {
    target.put(images[index]);
  }
}
