package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.FloatBuffer;
import org.smashnas.network.Shape;

/** Some examples of another dataset. */
final class SubsetDataset implements Dataset {
  private final Dataset whole;
  private final int[] indices;

  SubsetDataset(Dataset whole, int[] indices) {
    checkArgument(indices.length >= 1, "subset has no examples; give at least one index");
    for (int index : indices) {
      checkArgument(
          index >= 0 && index < whole.size(),
          "subset has index %s; the dataset has examples 0 to %s",
          index,
          whole.size() - 1);
    }
    this.whole = whole;
    this.indices = indices;
  }

  @Override
  public Shape shape() {
    return whole.shape();
  }

  @Override
  public int classes() {
    return whole.classes();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int label(int index) {
    return whole.label(indices[index]);
  }

  @Override
  public void read(int index, FloatBuffer target) {
    whole.read(indices[index], target);
  }

  @Override
  public int views() {
    return whole.views();
  }

  @Override
  public void read(int index, int view, FloatBuffer target) {
    whole.read(indices[index], view, target);
  }
}
