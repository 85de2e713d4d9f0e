package org.smashnas.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.data.Augmentation;
import org.smashnas.data.Split;
import org.smashnas.network.Shape;

class NamedDatasetTest {
  @TempDir private Path folder;

  @Test
  void everyDatasetHasItsName() {
    assertThat(NamedDataset.values())
        .extracting(NamedDataset::toString)
        .containsExactly(
            "digits",
            "cifar10",
            "cifar100",
            "stl10",
            "imagenet32",
            "modelnet10",
            "modelnet40",
            "mnist",
            "fashion-mnist",
            "folder");
  }

  /** Shifts are named by their pixels, 0 for none. */
  @ParameterizedTest
  @CsvSource({
    "DIGITS, 8, 0, false",
    "CIFAR10, 32, 4, true",
    "CIFAR100, 32, 4, true",
    "STL10, 96, 12, true",
    "IMAGENET32, 32, 4, true",
    "MNIST, 28, 2, false",
    "FASHION_MNIST, 28, 2, true",
    "FOLDER, 64, 8, true",
    "FOLDER, 5, 1, true"
  })
  void augmentationsAreTheUsualOnes(NamedDataset dataset, int side, int pixels, boolean flip) {
    ImmutableList.Builder<Augmentation> expected = ImmutableList.builder();
    if (pixels > 0) {
      expected.add(Augmentation.shift(pixels));
    }
    if (flip) {
      expected.add(Augmentation.flip());
    }
    assertThat(dataset.augmentations(new Shape(side, side, 3))).isEqualTo(expected.build());
  }

  @Test
  void voxelsAreJittered() {
    Shape voxels = new Shape(32, 32, 32);
    assertThat(NamedDataset.MODELNET10.augmentations(voxels))
        .containsExactly(Augmentation.voxelJitter());
    assertThat(NamedDataset.MODELNET40.augmentations(voxels))
        .containsExactly(Augmentation.voxelJitter());
  }

  @Test
  void theDigitsNeedNoFolder() {
    Split split =
        NamedDataset.DIGITS.read(new DataSource(folder, 0, OptionalInt.empty(), false, 7)).split();
    assertThat(split.train().size()).isEqualTo(1_077);
    assertThat(split.validation().size()).isEqualTo(360);
    assertThat(split.test().size()).isEqualTo(360);
  }

  @Test
  void theTestExamplesValidateIfAskedTo() {
    Split split =
        NamedDataset.DIGITS.read(new DataSource(folder, 0, OptionalInt.empty(), true, 7)).split();
    assertThat(split.train().size()).isEqualTo(1_077);
    assertThat(split.validation()).isSameAs(split.test());
  }

  @Test
  void theFoldReachesStl10() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> NamedDataset.STL10.read(new DataSource(folder, 0, OptionalInt.of(10), false, 0)))
        .withMessageContaining("fold is 10");
  }

  @Test
  void rawDigitsAreNormalizedToTheirValues() {
    NamedData digits =
        NamedDataset.DIGITS.read(new DataSource(folder, 0, OptionalInt.empty(), false, 7));
    float[] values = new float[64];
    digits.split().train().read(0, FloatBuffer.wrap(values));
    Set<Float> shades = new HashSet<>();
    for (int shade = 0; shade <= 16; shade++) {
      shades.add(digits.normalization().apply(shade / 16.0, 0));
    }
    for (float value : values) {
      assertThat(shades).anyMatch(shade -> Math.abs(shade - value) < 1e-5);
    }
  }

  @Test
  void theLastTenthOfTheTrainingExamplesValidates() throws IOException {
    for (String name : new String[] {"train/a", "train/b", "test/a", "test/b"}) {
      Path images = Files.createDirectories(folder.resolve(name));
      for (int image = 0; image < 10; image++) {
        BufferedImage black = new BufferedImage(6, 6, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(black, "png", images.resolve(image + ".png").toFile());
      }
    }
    Split split =
        NamedDataset.FOLDER.read(new DataSource(folder, 4, OptionalInt.empty(), false, 0)).split();
    assertThat(split.train().size()).isEqualTo(18);
    assertThat(split.validation().size()).isEqualTo(2);
    assertThat(split.test().size()).isEqualTo(20);
    assertThat(split.train().shape()).isEqualTo(new Shape(4, 4, 3));
  }

  @Test
  void aDatasetThatIsNotThereIsAnError() {
    Arrays.stream(NamedDataset.values())
        .filter(each -> each != NamedDataset.DIGITS)
        .forEach(
            each ->
                assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(
                        () ->
                            each.read(
                                new DataSource(
                                    folder.resolve("none"), 8, OptionalInt.empty(), false, 0)))
                    .withMessageContaining(folder.resolve("none").toString()));
  }
}
