package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.smashnas.network.Shape;

/**
 * Your own images: a folder with a subfolder for each class, which has its JPEG and PNG files. The
 * classes are numbered in the sorted order of their names; within the data they take turns, so that
 * the last examples are of all classes.
 *
 * <p>Each image is decoded once, when the folder is opened, by several threads: the square at its
 * centre is scaled to side × side × 3 (red, green, blue; grey images have all three equal,
 * transparent pixels are black) and kept in a temporary file, mapped into memory. Values are
 * normalized with means 0.485, 0.456, 0.406 and deviations 0.229, 0.224, 0.225, as is usual for
 * ImageNet. Files of other endings and hidden ones are passed over.
 */
public final class ImageFolder {
  private static final int MAX_SIDE = 1_024;
  private static final int TEST_PART = 10;
  private static final Pattern IMAGE = Pattern.compile("[^.].*\\.(jpg|jpeg|png)");
  private static final Normalization NORMALIZATION =
      new Normalization(
          ImmutableList.of(0.485, 0.456, 0.406), ImmutableList.of(0.229, 0.224, 0.225));

  private ImageFolder() {}

  /**
   * Reads a folder.
   *
   * @param folder has the subfolders train and test, each with the same classes; or the classes
   *     themselves, then the last tenth of the images, of each class its share, is the test part
   * @param side of the scaled images in pixels, from 1 to 1,024
   * @return the examples, safe for use by several threads
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if there are fewer than two classes, a class without images,
   *     other classes in the test part, or a file that is no image; the message names it
   */
  public static TrainAndTest read(Path folder, int side) {
    checkArgument(
        side >= 1 && side <= MAX_SIDE, "side is %s; it must be from 1 to %s", side, MAX_SIDE);
    Path train = folder.resolve("train");
    Path test = folder.resolve("test");
    if (!Files.isDirectory(train) && !Files.isDirectory(test)) {
      return lastTenthTests(dataset(folder, classes(folder), side));
    }
    ImmutableList<String> classes = classes(train);
    checkArgument(
        classes(test).equals(classes),
        "%s has the classes %s, but %s has %s; they must be the same",
        test,
        classes(test),
        train,
        classes);
    return parts(dataset(train, classes, side), dataset(test, classes, side));
  }

  private static TrainAndTest lastTenthTests(Dataset all) {
    int train = all.size() - Math.max(1, all.size() / TEST_PART);
    return parts(all.head(train), all.subset(IntStream.range(train, all.size()).toArray()));
  }

  private static TrainAndTest parts(Dataset train, Dataset test) {
    return new TrainAndTest(train, test, Optional.of(NORMALIZATION));
  }

  private static ImmutableList<String> classes(Path folder) {
    ImmutableList<String> classes =
        list(folder, Files::isDirectory).stream()
            .map(each -> each.getFileName().toString())
            .filter(name -> !name.startsWith("."))
            .collect(ImmutableList.toImmutableList());
    checkArgument(
        classes.size() >= 2,
        "%s has the subfolders %s; there must be one for each of at least two classes",
        folder,
        classes);
    return classes;
  }

  private static Dataset dataset(Path folder, ImmutableList<String> classes, int side) {
    ImmutableList.Builder<Path> found = ImmutableList.builder();
    IntStream.Builder labels = IntStream.builder();
    for (int label = 0; label < classes.size(); label++) {
      for (Path image : images(folder.resolve(classes.get(label)))) {
        found.add(image);
        labels.add(label);
      }
    }
    return dataset(folder, found.build(), labels.build().toArray(), classes.size(), side);
  }

  private static Dataset dataset(
      Path folder, ImmutableList<Path> images, int[] labels, int classes, int side) {
    Shape shape = new Shape(side, side, 3);
    try {
      ImageSquare square = new ImageSquare(side);
      Records records =
          Records.compute(images.size(), shape.size(), index -> square.read(images.get(index)));
      PixelFormat format = new PixelFormat(shape, PixelOrder.PIXELS, 0, 255, NORMALIZATION);
      return new RecordDataset(format, classes, 1, labels, records)
          .subset(ClassesInTurn.order(labels));
    } catch (IOException failure) {
      throw new DataFile(folder).unreadable(failure);
    }
  }

  private static ImmutableList<Path> images(Path folder) {
    ImmutableList<Path> images = list(folder, ImageFolder::isImage);
    checkArgument(
        !images.isEmpty(), "%s has no JPEG or PNG files; add some or remove the folder", folder);
    return images;
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return IMAGE.matcher(name).matches();
  }

  private static ImmutableList<Path> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(folder)) {
      // Paths themselves are ordered differently on each system.
      return files
          .filter(wanted)
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .collect(ImmutableList.toImmutableList());
    } catch (IOException failure) {
      throw new DataFile(folder).unreadable(failure);
    }
  }
}
