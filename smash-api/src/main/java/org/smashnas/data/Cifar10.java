package org.smashnas.data;

import com.google.common.collect.ImmutableList;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * CIFAR-10 (Krizhevsky 2009): 50,000 training and 10,000 test images of 32×32×3 in 10 classes, from
 * the <a href="https://www.cs.toronto.edu/~kriz/cifar.html">binary version</a> of its files.
 *
 * <p>Values are normalized with means 0.49139968, 0.48215827, 0.44653124 and deviations 0.24703233,
 * 0.24348505, 0.26158768 (the training images' own; those of the paper's code). The files are
 * mapped into memory; do not change them while they are used.
 */
public final class Cifar10 {
  private static final ImmutableList<String> TRAIN =
      ImmutableList.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");
  private static final Normalization NORMALIZATION =
      new Normalization(
          ImmutableList.of(0.49139968, 0.48215827, 0.44653124),
          ImmutableList.of(0.24703233, 0.24348505, 0.26158768));

  private Cifar10() {}

  /**
   * Reads the folder of the unpacked archive.
   *
   * @param folder has data_batch_1.bin to data_batch_5.bin and test_batch.bin
   * @return the examples in the files' order, safe for use by several threads
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if a file's size or a label is wrong; the message names the
   *     file and the place
   */
  public static TrainAndTest read(Path folder) {
    return new CifarFiles(10, 1, NORMALIZATION).read(folder, TRAIN, "test_batch.bin");
  }
}
