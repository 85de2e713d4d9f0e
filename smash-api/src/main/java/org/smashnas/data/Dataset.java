package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.smashnas.network.Shape;

/**
 * Labelled examples of one shape, read by index. Implement the five abstract methods to bring your
 * own; {@link #of} and {@link #from} make one in memory. Implementations are safe for reading by
 * several threads.
 */
public interface Dataset {

  /**
   * The shape of an example.
   *
   * @return height × width × channels
   */
  Shape shape();

  /**
   * The number of classes.
   *
   * @return at least 2
   */
  int classes();

  /**
   * The number of examples.
   *
   * @return at least 1
   */
  int size();

  /**
   * The class of an example.
   *
   * @param index from 0 to size − 1
   * @return from 0 to classes − 1
   * @throws IndexOutOfBoundsException if there is no such example
   */
  int label(int index);

  /**
   * Copies an example's values in HWC order.
   *
   * @param index from 0 to size − 1
   * @param target where to, from its position on; it moves on by the shape's size
   * @throws IndexOutOfBoundsException if there is no such example
   */
  void read(int index, FloatBuffer target);

  /**
   * The number of views of each example, such as rotations of one object. Training draws one at
   * random, evaluation averages the predictions over all.
   *
   * @return at least 1, unless overridden 1
   */
  default int views() {
    return 1;
  }

  /**
   * Copies the values of one view of an example in HWC order. Whoever overrides {@link #views}
   * overrides this as well; view 0 is what {@link #read(int, FloatBuffer)} gives.
   *
   * @param index from 0 to size − 1
   * @param view from 0 to views − 1
   * @param target where to, from its position on; it moves on by the shape's size
   * @throws IndexOutOfBoundsException if there is no such example or view
   */
  default void read(int index, int view, FloatBuffer target) {
    checkElementIndex(view, 1, "view");
    read(index, target);
  }

  /**
   * A dataset over arrays, which it keeps without copying; do not change them afterwards.
   *
   * @param shape the shape of an example
   * @param classes the number of classes, at least 2
   * @param images one row an example, in HWC order, finite values
   * @param labels one an example, from 0 to classes − 1
   * @return the dataset
   * @throws IllegalArgumentException if sizes, values or labels do not fit; the message names the
   *     example
   */
  static Dataset of(Shape shape, int classes, float[][] images, int[] labels) {
    return new ArrayDataset(shape, classes, images, labels);
  }

  /**
   * A dataset in memory from a stream, which is read to its end and closed.
   *
   * @param shape the shape of an example
   * @param classes the number of classes, at least 2
   * @param examples the examples in order
   * @return the dataset
   * @throws IllegalArgumentException if sizes, values or labels do not fit; the message names the
   *     example
   */
  static Dataset from(Shape shape, int classes, Stream<Example> examples) {
    List<Example> read;
    try (examples) {
      read = examples.toList();
    }
    return of(
        shape,
        classes,
        read.stream().map(Example::image).toArray(float[][]::new),
        read.stream().mapToInt(Example::label).toArray());
  }

  /**
   * One labelled example.
   *
   * @param image values in HWC order
   * @param label its class, from 0
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity, read in bulk
  record Example(float[] image, int label) {}

  /**
   * Some of the examples, as a view.
   *
   * @param indices which, in the order wanted, at least one
   * @return the view
   * @throws IllegalArgumentException if an index is out of range
   */
  default Dataset subset(int[] indices) {
    return new SubsetDataset(this, indices.clone());
  }

  /**
   * The first examples, as a view.
   *
   * @param count how many, from 1 to size
   * @return the view
   */
  default Dataset head(int count) {
    checkArgument(
        count >= 1 && count <= size(),
        "head of %s examples asked of %s; ask for 1 to all",
        count,
        size());
    return subset(IntStream.range(0, count).toArray());
  }

  /**
   * All examples in a random order, as a view.
   *
   * @param random where the order comes from
   * @return the view
   */
  default Dataset shuffled(RandomGenerator random) {
    return subset(Permutations.random(size(), random));
  }

  /**
   * Splits the examples at random into training, validation and test parts.
   *
   * @param validation how many examples to validate with, at least 1
   * @param test how many to test with, at least 1; what is left trains, at least 1
   * @param random where the choice comes from
   * @return the parts, as views
   * @throws IllegalArgumentException if the parts do not fit
   */
  default Split split(int validation, int test, RandomGenerator random) {
    checkArgument(
        validation >= 1 && test >= 1 && (long) validation + test < size(),
        "split of %s examples into %s for validation and %s for test leaves none to train; use"
            + " smaller parts of at least 1",
        size(),
        validation,
        test);
    int[] order = Permutations.random(size(), random);
    int training = size() - validation - test;
    return new Split(
        subset(Arrays.copyOfRange(order, 0, training)),
        subset(Arrays.copyOfRange(order, training, training + validation)),
        subset(Arrays.copyOfRange(order, training + validation, size())));
  }
}
