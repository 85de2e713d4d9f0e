package org.smashnas.data;

import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Fashion-MNIST (Xiao, Rasul, Vollgraf 2017): 60,000 training and 10,000 test images of clothes,
 * 28×28×1 in 10 classes, from its <a href="https://github.com/zalandoresearch/fashion-mnist">IDX
 * files</a>.
 *
 * <p>Values are normalized with mean 0.2860 and deviation 0.3530, the training images' own. Plain
 * files are mapped into memory; do not change them while they are used. Those in gzip are unpacked
 * into temporary files (55 MB in all) when they are opened.
 */
public final class FashionMnist {
  private static final Normalization NORMALIZATION = Normalization.uniform(1, 0.2860, 0.3530);

  private FashionMnist() {}

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
