package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.smashnas.network.Shape;

/**
 * STL-10 (Coates, Lee, Ng 2011): 5,000 labelled training images, also in ten folds of 1,000, and
 * 8,000 test images of 96×96×3 in 10 classes, from its <a
 * href="https://cs.stanford.edu/~acoates/stl10/">binary files</a>. The unlabelled images are not
 * read.
 *
 * <p>Values are normalized with means 0.4467106206597222, 0.439809839835240, 0.406646447099673 and
 * deviations 0.2603409782662329, 0.256577273113443, 0.271267381452256 (those of the paper's code).
 * The files are mapped into memory; do not change them while they are used.
 */
public final class Stl10 {
  private static final Shape SHAPE = new Shape(96, 96, 3);
  private static final int CLASSES = 10;
  private static final int FOLDS = 10;
  private static final int MAX_FOLD_BYTES = 10_000_000;
  private static final Normalization NORMALIZATION =
      new Normalization(
          ImmutableList.of(0.4467106206597222, 0.439809839835240, 0.406646447099673),
          ImmutableList.of(0.2603409782662329, 0.256577273113443, 0.271267381452256));

  private Stl10() {}

  /**
   * Reads the folder of the unpacked archive.
   *
   * @param folder has train_X.bin, train_y.bin, test_X.bin and test_y.bin
   * @return the examples in the files' order, safe for use by several threads
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if a file's size or a label is wrong; the message names the
   *     file and the place
   */
  public static TrainAndTest read(Path folder) {
    return new TrainAndTest(
        dataset(folder, "train"), dataset(folder, "test"), Optional.of(NORMALIZATION));
  }

  /**
   * Reads one of the ten folds that published results are averaged over.
   *
   * @param folder has fold_indices.txt as well
   * @param number from 0 to 9
   * @return the fold's training examples and all test examples
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if there is no such fold, or content is wrong; the message
   *     names the file and the place
   */
  public static TrainAndTest fold(Path folder, int number) {
    checkArgument(
        number >= 0 && number < FOLDS, "fold is %s; it must be from 0 to %s", number, FOLDS - 1);
    TrainAndTest whole = read(folder);
    Path file = folder.resolve("fold_indices.txt");
    List<String> folds = new DataFile(file).read(channel -> text(file, channel)).lines().toList();
    checkArgument(
        folds.size() == FOLDS,
        "%s has %s lines; it must have %s, one a fold, get the published file anew",
        file,
        folds.size(),
        FOLDS);
    int[] chosen = indices(file, number, folds.get(number), whole.train().size());
    return new TrainAndTest(whole.train().subset(chosen), whole.test(), Optional.of(NORMALIZATION));
  }

  private static String text(Path file, FileChannel channel) throws IOException {
    checkArgument(
        channel.size() <= MAX_FOLD_BYTES,
        "%s has %s bytes; ten lines of numbers have fewer than %s, get the published file anew",
        file,
        channel.size(),
        MAX_FOLD_BYTES);
    return StandardCharsets.US_ASCII.decode(bytes(channel)).toString();
  }

  private static int[] indices(Path file, int number, String line, int size) {
    int[] indices =
        Splitter.on(' ')
            .omitEmptyStrings()
            .trimResults()
            .splitToStream(line)
            .mapToInt(word -> index(file, number, word, size))
            .toArray();
    checkArgument(
        indices.length >= 1,
        "%s has no numbers in line %s; get the published file anew",
        file,
        number + 1);
    return indices;
  }

  private static int index(Path file, int number, String word, int size) {
    Integer index = Ints.tryParse(word);
    checkArgument(
        index != null && index >= 0 && index < size,
        "%s has '%s' in line %s; it must be an example's number from 0 to %s, get the published"
            + " file anew",
        file,
        word,
        number + 1,
        size - 1);
    return index;
  }

  private static Dataset dataset(Path folder, String part) {
    DataFile images = new DataFile(folder.resolve(part + "_X.bin"));
    Records records = images.read(channel -> records(images.path(), channel));
    DataFile labels = new DataFile(folder.resolve(part + "_y.bin"));
    ByteBuffer stored =
        labels.read(channel -> labels(labels.path(), channel, records.count(), images.path()));
    return new RecordDataset(
        new PixelFormat(SHAPE, PixelOrder.PLANES_BY_COLUMN, 0, 255, NORMALIZATION),
        CLASSES,
        1,
        Labels.read(
            labels.path(),
            records.count(),
            1,
            CLASSES,
            index -> Byte.toUnsignedInt(stored.get(index))),
        records);
  }

  private static Records records(Path file, FileChannel channel) throws IOException {
    long count = channel.size() / SHAPE.size();
    checkArgument(
        count >= 1 && count <= Integer.MAX_VALUE && channel.size() % SHAPE.size() == 0,
        "%s has %s bytes; it must have whole images of %s bytes, get the published file anew",
        file,
        channel.size(),
        SHAPE.size());
    return Records.map(channel, 0, (int) count, SHAPE.size());
  }

  private static ByteBuffer labels(Path file, FileChannel channel, int count, Path images)
      throws IOException {
    checkArgument(
        channel.size() == count,
        "%s has %s labels, but %s has %s images; get the published files anew",
        file,
        channel.size(),
        images,
        count);
    return bytes(channel);
  }

  private static ByteBuffer bytes(FileChannel channel) throws IOException {
    return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
  }
}
