package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.smashnas.network.Shape;

/**
 * The binary version of the CIFAR files: records of one or two labels, of which the last counts,
 * then 32×32 pixels in planes of red, green and blue.
 *
 * @param labelBytes labels of a record
 */
record CifarFiles(int classes, int labelBytes, Normalization normalization) {
  private static final Shape SHAPE = new Shape(32, 32, 3);

  TrainAndTest read(Path folder, ImmutableList<String> train, String test) {
    PixelFormat format =
        new PixelFormat(SHAPE, PixelOrder.PLANES_BY_ROW, labelBytes, 255, normalization);
    return new TrainAndTest(
        dataset(format, folder, train),
        dataset(format, folder, ImmutableList.of(test)),
        Optional.of(normalization));
  }

  private Dataset dataset(PixelFormat format, Path folder, ImmutableList<String> names) {
    ImmutableList.Builder<Records> parts = ImmutableList.builder();
    int[] labels = {};
    for (String name : names) {
      DataFile file = new DataFile(folder.resolve(name));
      Records records = file.read(channel -> records(file.path(), channel));
      parts.add(records);
      labels = Ints.concat(labels, labels(file.path(), records));
    }
    return new RecordDataset(format, classes, 1, labels, Records.concat(parts.build()));
  }

  private Records records(Path file, FileChannel channel) throws IOException {
    int recordBytes = labelBytes + SHAPE.size();
    long count = channel.size() / recordBytes;
    checkArgument(
        count >= 1 && count <= Integer.MAX_VALUE && channel.size() % recordBytes == 0,
        "%s has %s bytes; it must have whole records of %s bytes, get the binary version of the"
            + " published file anew",
        file,
        channel.size(),
        recordBytes);
    return Records.map(channel, 0, (int) count, recordBytes);
  }

  private int[] labels(Path file, Records records) {
    byte[] header = new byte[labelBytes];
    return Labels.read(
        file,
        records.count(),
        0,
        classes,
        index -> {
          records.read(index, header);
          return Byte.toUnsignedInt(header[labelBytes - 1]);
        });
  }
}
