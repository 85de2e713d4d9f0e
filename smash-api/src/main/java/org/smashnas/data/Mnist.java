package org.smashnas.data;

import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * MNIST (LeCun, Cortes, Burges 1998): 60,000 training and 10,000 test images of handwritten digits,
 * 28×28×1 in 10 classes, from its <a href="http://yann.lecun.com/exdb/mnist/">IDX files</a>.
 *
 * <p>Values are normalized with mean 0.1307 and deviation 0.3081, the training images' own. Plain
 * files are mapped into memory; do not change them while they are used. Those in gzip are unpacked
 * into temporary files (55 MB in all) when they are opened.
 */
public final class Mnist {
  private static final Normalization NORMALIZATION = Normalization.uniform(1, 0.1307, 0.3081);

  private Mnist() {}

  /**
   * Reads the folder of the published files.
   *
   * @param folder has train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and
   *     t10k-labels-idx1-ubyte; each may be written with a dot, as train-images.idx3-ubyte, and may
   *     end in .gz
   * @return the examples in the files' order, safe for use by several threads
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if a file's header or size or a label is wrong; the message
   *     names the file and the place
   */
  public static TrainAndTest read(Path folder) {
    return new IdxImages(NORMALIZATION).read(folder);
  }
}
