package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.file.Path;
import java.util.function.IntToLongFunction;

/** Classes as files have them. */
final class Labels {
  private Labels() {}

  /**
   * Checks labels and numbers them from 0.
   *
   * @param first the label of the first class
   * @param stored the label of an example
   */
  static int[] read(Path file, int count, int first, int classes, IntToLongFunction stored) {
    int[] labels = new int[count];
    for (int index = 0; index < count; index++) {
      long label = stored.applyAsLong(index);
      checkArgument(
          label >= first && label < (long) first + classes,
          "%s has label %s at example %s; labels run from %s to %s, get the published file anew",
          file,
          label,
          index,
          first,
          first + classes - 1);
      labels[index] = (int) (label - first);
    }
    return labels;
  }
}
