package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNullElse;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.smashnas.data.Augmentation;
import org.smashnas.examples.data.DataSource;
import org.smashnas.examples.data.NamedDataset;
import org.smashnas.network.Shape;
import picocli.CommandLine.Option;

/** Which examples, and which part of them does what. */
final class DataOptions {
  private static final int SIDE = 32;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description =
          "digits (comes with the program), cifar10, cifar100, stl10, imagenet32, modelnet10,"
              + " modelnet40, mnist, fashion-mnist, or folder for your own images. Needed.")
  private @Nullable NamedDataset dataset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      converter = AbsolutePath.class,
      description = "Folder of the dataset's files as they are published. All but digits need it.")
  private @Nullable Path data;

  @Option(
      names = "--fold",
      paramLabel = "N",
      description = "Train on this of the ten folds of stl10, 0 to 9; without it, on all.")
  private @Nullable Integer fold;

  @Option(
      names = "--side",
      paramLabel = "N",
      description = {"Scale the images of folder to N x N pixels.", "  Default: 32"})
  private @Nullable Integer side;

  @Option(
      names = "--validate-on-test",
      description =
          "Validate on the test examples, and hold none of those to train out. The test error of"
              + " what is chosen so is too good.")
  private boolean validateOnTest;

  @Option(
      names = "--no-augmentation",
      description = "Train on the examples as they are, without the dataset's usual shifts, flips.")
  private boolean noAugmentation;

  DataSource source(long seed) {
    checkArgument(
        dataset() == NamedDataset.DIGITS || data != null,
        "--dataset %s needs --data, the folder of its files",
        dataset());
    checkArgument(
        fold == null || dataset() == NamedDataset.STL10,
        "--fold is %s, but --dataset %s has no folds; leave it out",
        fold,
        dataset());
    checkArgument(
        fold == null || (fold >= 0 && fold <= 9), "--fold is %s; it must be from 0 to 9", fold);
    checkArgument(
        side == null || dataset() == NamedDataset.FOLDER,
        "--side is %s, but the images of --dataset %s have their own; leave it out",
        side,
        dataset());
    return new DataSource(
        requireNonNullElse(data, Path.of("")),
        requireNonNullElse(side, SIDE),
        fold == null ? OptionalInt.empty() : OptionalInt.of(fold),
        validateOnTest,
        seed);
  }

  NamedDataset dataset() {
    if (dataset == null) {
      throw new IllegalArgumentException("--dataset is missing; name one, for example digits");
    }
    return dataset;
  }

  ImmutableList<Augmentation> augmentations(Shape shape) {
    return noAugmentation ? ImmutableList.of() : dataset().augmentations(shape);
  }
}
