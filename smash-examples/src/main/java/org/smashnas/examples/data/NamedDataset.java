package org.smashnas.examples.data;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.io.UncheckedIOException;
import org.smashnas.data.Augmentation;
import org.smashnas.data.Cifar10;
import org.smashnas.data.Cifar100;
import org.smashnas.data.FashionMnist;
import org.smashnas.data.ImageFolder;
import org.smashnas.data.ImageNet32;
import org.smashnas.data.Mnist;
import org.smashnas.data.ModelNet;
import org.smashnas.data.Split;
import org.smashnas.data.Stl10;
import org.smashnas.data.TrainAndTest;
import org.smashnas.examples.digits.Digits;
import org.smashnas.network.Shape;

/** The datasets that the command line can name, each with its usual augmentations. */
public enum NamedDataset {
  /** {@link Digits}, which come with the program and are not augmented. */
  DIGITS,
  /** {@link Cifar10}, shifted by up to 4 pixels and flipped. */
  CIFAR10,
  /** {@link Cifar100}, shifted by up to 4 pixels and flipped. */
  CIFAR100,
  /** {@link Stl10}, shifted by up to 12 pixels and flipped. */
  STL10,
  /** {@link ImageNet32}, shifted by up to 4 pixels and flipped. */
  IMAGENET32,
  /** {@link ModelNet} of 10 classes, jittered. */
  MODELNET10,
  /** {@link ModelNet} of 40 classes, jittered. */
  MODELNET40,
  /** {@link Mnist}, shifted by up to 2 pixels. */
  MNIST,
  /** {@link FashionMnist}, shifted by up to 2 pixels and flipped. */
  FASHION_MNIST,
  /** {@link ImageFolder}, shifted by up to an eighth of the side and flipped. */
  FOLDER;

  /**
   * Reads the examples.
   *
   * @param source where they are
   * @return the examples; the last tenth of those to train validates, unless the test examples do
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if a file's content is wrong
   */
  public NamedData read(DataSource source) {
    return switch (this) {
      case DIGITS -> digits(source);
      case CIFAR10 -> parts(Cifar10.read(source.folder()), source);
      case CIFAR100 -> parts(Cifar100.read(source.folder()), source);
      case STL10 -> parts(stl10(source), source);
      case IMAGENET32 -> parts(ImageNet32.read(source.folder()), source);
      case MODELNET10 -> parts(ModelNet.read(source.folder(), 10), source);
      case MODELNET40 -> parts(ModelNet.read(source.folder(), 40), source);
      case MNIST -> parts(Mnist.read(source.folder()), source);
      case FASHION_MNIST -> parts(FashionMnist.read(source.folder()), source);
      case FOLDER -> parts(ImageFolder.read(source.folder(), source.side()), source);
    };
  }

  private static NamedData digits(DataSource source) {
    Split split = Digits.split(source.seed());
    return new NamedData(
        source.validateOnTest() ? new Split(split.train(), split.test(), split.test()) : split,
        Digits.normalization());
  }

  private static TrainAndTest stl10(DataSource source) {
    return source.fold().isPresent()
        ? Stl10.fold(source.folder(), source.fold().getAsInt())
        : Stl10.read(source.folder());
  }

  private static NamedData parts(TrainAndTest data, DataSource source) {
    return new NamedData(
        source.validateOnTest() ? data.validateOnTest() : data.holdOutLast(0.1),
        data.normalization().orElseThrow());
  }

  /**
   * What is usually done to the training examples.
   *
   * @param shape of an example
   * @return the augmentations, in order
   */
  public ImmutableList<Augmentation> augmentations(Shape shape) {
    return switch (this) {
      case DIGITS -> ImmutableList.of();
      case CIFAR10, CIFAR100, IMAGENET32 -> shiftAndFlip(4);
      case STL10 -> shiftAndFlip(12);
      case MODELNET10, MODELNET40 -> ImmutableList.of(Augmentation.voxelJitter());
      case MNIST -> ImmutableList.of(Augmentation.shift(2));
      case FASHION_MNIST -> shiftAndFlip(2);
      case FOLDER -> shiftAndFlip(Math.max(1, shape.height() / 8));
    };
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }

  private static ImmutableList<Augmentation> shiftAndFlip(int pixels) {
    return ImmutableList.of(Augmentation.shift(pixels), Augmentation.flip());
  }
}
