package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.smashnas.network.Shape;

/**
 * ModelNet-10 and ModelNet-40 (Wu et al. 2015): objects as 32×32×32 voxels, each in 24 rotations
 * about the upright axis, from npz files as the <a
 * href="https://github.com/ajbrock/Generative-and-Discriminative-Voxel-Modeling">scripts of Brock
 * et al.</a> make them. They have the arrays features, 24 rotations of each object in a row, and
 * targets, from 0; or, as the paper's code has it, the same as data, of shape [objects, 24, 32, 32,
 * 32], and labels, one an object.
 *
 * <p>The first two axes of the voxels are rows and columns, the upright axis is the channels. Every
 * second rotation is a view, 12 of an object. Voxels, 0 or 1, become value · 6 − 1, which is mean
 * 1/6 and deviation 1/6.
 *
 * <p>The files list the objects by class; here the classes take turns, so that the last examples
 * are of all classes. Uncompressed files are mapped into memory; do not change them while they are
 * used. Compressed ones are unpacked into temporary files when they are opened (10 GB for
 * ModelNet-40).
 */
public final class ModelNet {
  private static final Shape SHAPE = new Shape(32, 32, 32);
  private static final int ROTATIONS = 24;
  private static final int VIEWS = 12;
  private static final Normalization NORMALIZATION =
      Normalization.uniform(SHAPE.channels(), 1 / 6.0, 1 / 6.0);

  private ModelNet() {}

  /**
   * Reads the files of one of the two sets.
   *
   * @param folder has modelnet10_rot24_train.npz and modelnet10_rot24_test.npz, or the same of 40
   * @param classes 10 or 40
   * @return the examples, safe for use by several threads
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if there is no set of so many classes, or an array's type,
   *     order or shape or a label is wrong; the message names the file and the place
   */
  public static TrainAndTest read(Path folder, int classes) {
    checkArgument(
        classes == 10 || classes == 40, "ModelNet has %s classes; it must be 10 or 40", classes);
    String name = "modelnet" + classes + "_rot24_";
    return new TrainAndTest(
        dataset(folder.resolve(name + "train.npz"), classes),
        dataset(folder.resolve(name + "test.npz"), classes),
        Optional.of(NORMALIZATION));
  }

  private static Dataset dataset(Path path, int classes) {
    try (NpzFile file = NpzFile.open(path)) {
      boolean asPaper = file.has("data");
      String voxels = asPaper ? "data" : "features";
      int labelsOfObject = ROTATIONS / rotationsOfRow(path, file.shape(voxels));
      // Two rotations make a record, so that a view is a record's first half.
      Records views = file.bytes(voxels, ROTATIONS / VIEWS * SHAPE.size());
      int[] labels =
          labels(
              path,
              file.integers(asPaper ? "labels" : "targets", views.count() / VIEWS * labelsOfObject),
              views.count() / VIEWS,
              labelsOfObject,
              classes);
      return new RecordDataset(
              new PixelFormat(SHAPE, PixelOrder.PIXELS, 0, 1, NORMALIZATION),
              classes,
              VIEWS,
              labels,
              views)
          .subset(ClassesInTurn.order(labels));
    }
  }

  private static int rotationsOfRow(Path path, ImmutableList<Long> shape) {
    boolean voxels =
        shape.size() == 5 && shape.subList(2, 5).equals(ImmutableList.of(32L, 32L, 32L));
    boolean one = voxels && shape.get(1) == 1 && shape.get(0) % ROTATIONS == 0;
    checkArgument(
        one || (voxels && shape.get(1) == ROTATIONS),
        "%s has voxels of shape %s; it must be [objects, 24, 32, 32, 32] or [24 objects, 1, 32, 32,"
            + " 32], make the file anew",
        path,
        shape);
    return one ? 1 : ROTATIONS;
  }

  private static int[] labels(
      Path path, IntToLongFunction stored, int objects, int labelsOfObject, int classes) {
    for (int index = 0; index < objects * labelsOfObject; index++) {
      int first = index - index % labelsOfObject;
      checkArgument(
          stored.applyAsLong(index) == stored.applyAsLong(first),
          "%s has label %s in row %s, but %s in row %s of the same object; make the file anew",
          path,
          stored.applyAsLong(index),
          index,
          stored.applyAsLong(first),
          first);
    }
    return Labels.read(
        path, objects, 0, classes, object -> stored.applyAsLong(object * labelsOfObject));
  }
}
