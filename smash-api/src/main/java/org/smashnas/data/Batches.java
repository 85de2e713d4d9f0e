package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.collect.ImmutableList;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.random.RandomStreams;

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
   * Reads a batch as it is, view 0 of each example.
   *
   * @param number from 0 to count − 1
   * @return the batch
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  public Batch read(int number) {
    return read(number, 0);
  }

  /**
   * Reads one view of each example of a batch.
   *
   * @param number from 0 to count − 1
   * @param view from 0 to the dataset's views − 1
   * @return the batch
   * @throws IndexOutOfBoundsException if there is no such batch or view
   */
  public Batch read(int number, int view) {
    checkElementIndex(view, dataset.views(), "view");
    return read(number, (position, image) -> dataset.read(order[position], view, image));
  }

  /**
   * Reads a batch, of each example a view at random, and changes it at random. Several threads
   * share the work; each example has random numbers of its own, so the batch does not depend on
   * them.
   *
   * @param number from 0 to count − 1
   * @param augmentations what to do, in order
   * @param random where the choices come from; one number is drawn
   * @return the batch
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  public Batch readAugmented(
      int number, ImmutableList<Augmentation> augmentations, RandomGenerator random) {
    RandomStreams streams = new RandomStreams(random.nextLong());
    return read(
        number,
        (position, image) ->
            readAugmented(position, image, augmentations, streams.stream("example", position)));
  }

  private void readAugmented(
      int position,
      FloatBuffer image,
      ImmutableList<Augmentation> augmentations,
      RandomGenerator random) {
    int view = dataset.views() == 1 ? 0 : random.nextInt(dataset.views());
    dataset.read(order[position], view, image);
    for (Augmentation augmentation : augmentations) {
      augmentation.apply(image.rewind(), dataset.shape(), random);
    }
  }

  private Batch read(int number, ExampleReader reader) {
    checkElementIndex(number, count(), "batch");
    int first = number * batchSize;
    int count = Math.min(batchSize, order.length - first);
    int size = dataset.shape().size();
    float[] images = new float[Math.multiplyExact(count, size)];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            index ->
                reader.read(first + index, FloatBuffer.wrap(images, index * size, size).slice()));
    int[] labels =
        IntStream.range(first, first + count).map(at -> dataset.label(order[at])).toArray();
    return new Batch(images, labels);
  }

  /** Reads the example at a position of the pass. */
  @FunctionalInterface
  private interface ExampleReader {
    void read(int position, FloatBuffer image);
  }
}
