package org.smashnas.data;

import com.google.common.collect.ImmutableList;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * CIFAR-100 (Krizhevsky 2009): 50,000 training and 10,000 test images of 32×32×3 in 100 (fine)
 * classes, from the <a href="https://www.cs.toronto.edu/~kriz/cifar.html">binary version</a> of its
 * files.
 *
 * <p>Values are normalized with means 0.50707519, 0.48654887, 0.44091785 and deviations 0.26733428,
 * 0.25643846, 0.27615049 (the training images' own; those of the paper's code). The files are
 * mapped into memory; do not change them while they are used.
 */
public final class Cifar100 {
  private static final Normalization NORMALIZATION =
      new Normalization(
          ImmutableList.of(0.50707519, 0.48654887, 0.44091785),
          ImmutableList.of(0.26733428, 0.25643846, 0.27615049));

  private Cifar100() {}

  /**
   * Reads the folder of the unpacked archive.
   *
   * @param folder has train.bin and test.bin
   * @return the examples in the files' order, safe for use by several threads
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if a file's size or a label is wrong; the message names the
   *     file and the place
   */
  public static TrainAndTest read(Path folder) {
    return new CifarFiles(100, 2, NORMALIZATION)
        .read(folder, ImmutableList.of("train.bin"), "test.bin");
  }
}
