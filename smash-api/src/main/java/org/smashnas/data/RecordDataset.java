package org.smashnas.data;

import static com.google.common.base.Preconditions.checkElementIndex;

import java.nio.FloatBuffer;
import org.smashnas.network.Shape;

/** Examples as bytes in files, one record a view, turned into values as they are read. */
final class RecordDataset implements Dataset {
  private final PixelFormat format;
  private final int classes;
  private final int views;
  private final int[] labels;
  private final Records records;

  RecordDataset(PixelFormat format, int classes, int views, int[] labels, Records records) {
    this.format = format;
    this.classes = classes;
    this.views = views;
    this.labels = labels;
    this.records = records;
  }

  @Override
  public Shape shape() {
    return format.shape();
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int views() {
    return views;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void read(int index, FloatBuffer target) {
    read(index, 0, target);
  }

  @Override
  public void read(int index, int view, FloatBuffer target) {
    checkElementIndex(index, size(), "example");
    checkElementIndex(view, views, "view");
    byte[] record = new byte[format.bytes()];
    records.read(index * views + view, record);
    target.put(format.image(record));
  }
}
