package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;
import org.smashnas.network.Shape;

/** The four files of MNIST, and of what comes in its form: 28×28 pixels in 10 classes. */
record IdxImages(Normalization normalization) {
  private static final Shape SHAPE = new Shape(28, 28, 1);
  private static final int CLASSES = 10;

  TrainAndTest read(Path folder) {
    return new TrainAndTest(
        dataset(folder, "train"), dataset(folder, "t10k"), Optional.of(normalization));
  }

  private Dataset dataset(Path folder, String part) {
    IdxFile images =
        IdxFile.in(folder, part + "-images", ImmutableList.of(SHAPE.height(), SHAPE.width()));
    IdxFile labels = IdxFile.in(folder, part + "-labels", ImmutableList.of());
    Records pixels = images.records();
    Records classes = labels.records();
    checkArgument(
        classes.count() == pixels.count(),
        "%s has %s labels, but %s has %s images; get the published files anew",
        labels.path(),
        classes.count(),
        images.path(),
        pixels.count());
    byte[] label = new byte[1];
    return new RecordDataset(
        new PixelFormat(SHAPE, PixelOrder.PIXELS, 0, 255, normalization),
        CLASSES,
        1,
        Labels.read(
            labels.path(),
            classes.count(),
            0,
            CLASSES,
            index -> {
              classes.read(index, label);
              return Byte.toUnsignedInt(label[0]);
            }),
        pixels);
  }
}
