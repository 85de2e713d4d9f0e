package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.collect.ImmutableList;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One pass over a dataset, batch by batch. Immutable and safe for use by several threads. */
public final class Batches {
  private final Dataset dataset;
  private final int[] order;
  private final int batchSize;

  private Batches(Dataset dataset, int[] order, int batchSize) {
    checkArgument(batchSize >= 1, "batch size is %s; it must be at least 1", batchSize);
    this.dataset = dataset;
    this.order = order;
    this.batchSize = batchSize;
  }

  /**
   * A pass in the dataset's order.
   *
   * @param dataset the examples
   * @param batchSize examples of a batch, at least 1; the last batch may be smaller
   * @return the pass
   */
  public static Batches inOrder(Dataset dataset, int batchSize) {
    return new Batches(dataset, IntStream.range(0, dataset.size()).toArray(), batchSize);
  }

  /**
   * A pass in a random order.
   *
   * @param dataset the examples
   * @param batchSize examples of a batch, at least 1; the last batch may be smaller
   * @param random where the order comes from
   * @return the pass
   */
  public static Batches shuffled(Dataset dataset, int batchSize, RandomGenerator random) {
    return new Batches(dataset, Permutations.random(dataset.size(), random), batchSize);
  }

  /**
   * The number of batches.
   *
   * @return at least 1
   */
  public int count() {
    return (order.length - 1) / batchSize + 1;
  }

  /**
   * Reads a batch as it is.
   *
   * @param number from 0 to count − 1
   * @return the batch
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  public Batch read(int number) {
    return read(number, ImmutableList.of(), null);
  }

  /**
   * Reads a batch and changes each example at random.
   *
   * @param number from 0 to count − 1
   * @param augmentations what to do, in order
   * @param random where the changes come from
   * @return the batch
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  public Batch readAugmented(
      int number, ImmutableList<Augmentation> augmentations, RandomGenerator random) {
    return read(number, augmentations, random);
  }

  private Batch read(
      int number, ImmutableList<Augmentation> augmentations, @Nullable RandomGenerator random) {
    checkElementIndex(number, count(), "batch");
    int[] chosen =
        Arrays.copyOfRange(
            order, number * batchSize, Math.min(order.length, (number + 1) * batchSize));
    int size = dataset.shape().size();
    float[] images = new float[chosen.length * size];
    int[] labels = new int[chosen.length];
    for (int index = 0; index < chosen.length; index++) {
      FloatBuffer image = FloatBuffer.wrap(images, index * size, size).slice();
      dataset.read(chosen[index], image);
      if (random != null) {
        augment(image.rewind(), augmentations, random);
      }
      labels[index] = dataset.label(chosen[index]);
    }
    return new Batch(images, labels);
  }

  private void augment(
      FloatBuffer image, ImmutableList<Augmentation> augmentations, RandomGenerator random) {
    for (Augmentation augmentation : augmentations) {
      augmentation.apply(image, dataset.shape(), random);
      image.rewind();
    }
  }
}
