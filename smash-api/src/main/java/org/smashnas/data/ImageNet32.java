package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.smashnas.network.Shape;

/**
 * ImageNet of 32×32 pixels (Chrabaszcz, Loshchilov, Hutter 2017): 1,281,167 training images of
 * 32×32×3 in 1,000 classes, and 50,000 validation images, which are the test part here, from the <a
 * href="https://image-net.org/download-images.php">published npz files</a>. Each has the arrays
 * data, one row of red, green and blue planes an image, and labels from 1.
 *
 * <p>Values are normalized with means 0.4810980944785919, 0.45747185440340027, 0.4078550697112974
 * and deviations 0.2604088858562646, 0.25321260169837184, 0.2682063439370458 (those of the paper's
 * code). Uncompressed files are mapped into memory; do not change them while they are used.
 * Compressed ones are unpacked into temporary files (4 GB in all) when they are opened.
 */
public final class ImageNet32 {
  private static final Shape SHAPE = new Shape(32, 32, 3);
  private static final int CLASSES = 1_000;
  private static final int TRAIN_FILES = 10;
  private static final Normalization NORMALIZATION =
      new Normalization(
          ImmutableList.of(0.4810980944785919, 0.45747185440340027, 0.4078550697112974),
          ImmutableList.of(0.2604088858562646, 0.25321260169837184, 0.2682063439370458));

  private ImageNet32() {}

  /**
   * Reads the folder of the unpacked archives.
   *
   * @param folder has train_data_batch_1.npz to train_data_batch_10.npz and val_data.npz
   * @return the examples in the files' order, safe for use by several threads
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if an array's type, order or shape or a label is wrong; the
   *     message names the file and the place
   */
  public static TrainAndTest read(Path folder) {
    ImmutableList<Path> train =
        IntStream.rangeClosed(1, TRAIN_FILES)
            .mapToObj(number -> folder.resolve("train_data_batch_" + number + ".npz"))
            .collect(ImmutableList.toImmutableList());
    return new TrainAndTest(
        dataset(train),
        dataset(ImmutableList.of(folder.resolve("val_data.npz"))),
        Optional.of(NORMALIZATION));
  }

  private static Dataset dataset(ImmutableList<Path> files) {
    ImmutableList<Part> parts =
        files.stream().map(ImageNet32::part).collect(ImmutableList.toImmutableList());
    return new RecordDataset(
        new PixelFormat(SHAPE, PixelOrder.PLANES_BY_ROW, 0, 255, NORMALIZATION),
        CLASSES,
        1,
        Ints.concat(parts.stream().map(Part::labels).toArray(int[][]::new)),
        Records.concat(parts.stream().map(Part::records).collect(ImmutableList.toImmutableList())));
  }

  @SuppressWarnings("ArrayRecordComponent") // read in bulk
  private record Part(Records records, int[] labels) {}

  private static Part part(Path path) {
    try (NpzFile file = NpzFile.open(path)) {
      ImmutableList<Long> shape = file.shape("data");
      checkArgument(
          shape.size() == 2 && shape.get(1) == SHAPE.size(),
          "%s has data of shape %s; it must be [images, %s], get the published file anew",
          path,
          shape,
          SHAPE.size());
      Records records = file.bytes("data", SHAPE.size());
      IntToLongFunction labels = file.integers("labels", records.count());
      return new Part(records, Labels.read(path, records.count(), 1, CLASSES, labels));
    }
  }
}
