package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.smashnas.data.Pixels.assertExample;
import static org.smashnas.data.Pixels.assertUnreadable;
import static org.smashnas.data.Pixels.assertWrong;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.network.Shape;

class ImageFolderTest {
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  @TempDir private Path folder;

  private void write(String name, int width, int height, IntBinaryOperator rgb) throws IOException {
    write(name, BufferedImage.TYPE_INT_RGB, width, height, rgb);
  }

  private void write(String name, int type, int width, int height, IntBinaryOperator rgb)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        image.setRGB(column, row, rgb.applyAsInt(row, column));
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    String format = name.substring(name.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
  }

  /** A grey PNG of 8×8 pixels, which Java writes as they are; the second value is opacity. */
  private void writeGrey(String name, int... pixel) throws IOException {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            pixel.length == 2,
            false,
            pixel.length == 2 ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(8, 8);
    for (int index = 0; index < 64; index++) {
      raster.setPixel(index % 8, index / 8, pixel);
    }
    BufferedImage image = new BufferedImage(model, raster, false, null);
    assertThat(ImageIO.write(image, "png", folder.resolve(name).toFile())).isTrue();
  }

  private void writeExample(String name, int example) throws IOException {
    write(name, 8, 8, (row, column) -> rgb(example, row, column));
  }

  private static int rgb(int example, int row, int column) {
    return Pixels.at(example, row, column, 0) << 16
        | Pixels.at(example, row, column, 1) << 8
        | Pixels.at(example, row, column, 2);
  }

  private static double red(Dataset dataset, int index, int row, int column) {
    float[] image = Datasets.image(dataset, index);
    float value = image[(row * dataset.shape().width() + column) * 3];
    return 255 * (value * DEVIATION[0] + MEAN[0]);
  }

  private void writeTwoClasses() throws IOException {
    writeExample("train/cat/a.png", 0);
    writeExample("train/ant/b.PNG", 1);
    writeExample("test/ant/c.png", 2);
    writeExample("test/cat/d.png", 3);
  }

  @Test
  void imagesOfTheSideAskedForAreReadPixelByPixel() throws IOException {
    writeTwoClasses();
    TrainAndTest data = ImageFolder.read(folder, 8);
    assertThat(data.train().shape()).isEqualTo(new Shape(8, 8, 3));
    assertThat(data.train().classes()).isEqualTo(2);
    assertExample(data.train(), 0, 1, MEAN, DEVIATION);
    assertExample(data.train(), 1, 0, MEAN, DEVIATION);
    assertExample(data.test(), 0, 2, MEAN, DEVIATION);
    assertExample(data.test(), 1, 3, MEAN, DEVIATION);
    assertThat(IntStream.range(0, 2).map(data.train()::label)).containsExactly(0, 1);
    assertThat(data.normalization().orElseThrow().mean()).containsExactly(0.485, 0.456, 0.406);
  }

  @Test
  void withoutATestFolderTheLastTenthOfEachClassIsTheTest() throws IOException {
    for (int image = 0; image < 20; image++) {
      writeExample((image < 10 ? "a/" : "b/") + (char) ('a' + image) + ".png", image);
    }
    TrainAndTest data = ImageFolder.read(folder, 8);
    assertThat(data.train().size()).isEqualTo(18);
    assertThat(IntStream.range(0, 2).map(data.test()::label)).containsExactly(0, 1);
    assertExample(data.test(), 0, 9, MEAN, DEVIATION);
    assertExample(data.test(), 1, 19, MEAN, DEVIATION);
    Split split = data.holdOutLast(0.2);
    assertThat(IntStream.range(0, 3).map(split.validation()::label)).contains(0, 1);
  }

  /** A white frame 2 wide surrounds 4×4 blocks of 2×2 pixels of values 0 and 4 k. */
  @Test
  void theCentreIsScaledByAveraging() throws IOException {
    writeTwoClasses();
    write(
        "train/ant/b.PNG",
        12,
        8,
        (row, column) -> {
          int block = row / 2 * 4 + (column - 2) / 2;
          boolean frame = column < 2 || column >= 10;
          int red = frame ? 255 : (row + column) % 2 * 4 * block;
          return red << 16;
        });
    Dataset train = ImageFolder.read(folder, 4).train();
    for (int block = 0; block < 16; block++) {
      assertThat(red(train, 0, block / 4, block % 4)).isCloseTo(2 * block, within(1.0));
    }
  }

  @Test
  void smallImagesAreEnlarged() throws IOException {
    writeTwoClasses();
    write("train/ant/b.PNG", 2, 2, (row, column) -> column == 0 ? 0 : 0xff0000);
    Dataset train = ImageFolder.read(folder, 16).train();
    assertThat(red(train, 0, 8, 0)).isCloseTo(0, within(1.0));
    assertThat(red(train, 0, 8, 15)).isCloseTo(255, within(1.0));
    assertThat(red(train, 0, 8, 8)).isBetween(100.0, 200.0);
  }

  @Test
  void greyTransparentAndJpegImagesAreRead() throws IOException {
    writeTwoClasses();
    writeGrey("train/ant/b.PNG", 128);
    write("train/cat/a.png", BufferedImage.TYPE_INT_ARGB, 8, 8, (row, column) -> 0x00ffffff);
    write("test/ant/e.jpg", 8, 8, (row, column) -> 0x40c020);
    Files.delete(folder.resolve("test/ant/c.png"));
    TrainAndTest data = ImageFolder.read(folder, 8);
    float[] grey = Datasets.image(data.train(), 0);
    float[] jpeg = Datasets.image(data.test(), 0);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(255 * (grey[channel] * DEVIATION[channel] + MEAN[channel]))
          .isCloseTo(128, within(1.0));
      assertThat(255 * (jpeg[channel] * DEVIATION[channel] + MEAN[channel]))
          .isCloseTo(new int[] {0x40, 0xc0, 0x20}[channel], within(4.0));
    }
    assertThat(red(data.train(), 1, 3, 3)).isCloseTo(0, within(0.01));
  }

  @Test
  void greyIsReadAsItIsStoredWithTransparencyOrWithout() throws IOException {
    writeTwoClasses();
    writeGrey("train/ant/b.PNG", 55);
    writeGrey("train/cat/a.png", 55, 255);
    writeGrey("test/ant/c.png", 55, 0);
    TrainAndTest data = ImageFolder.read(folder, 8);
    assertThat(red(data.train(), 0, 3, 4)).isCloseTo(55, within(0.01));
    assertThat(red(data.train(), 1, 3, 4)).isCloseTo(55, within(0.01));
    assertThat(red(data.test(), 0, 3, 4)).isCloseTo(0, within(0.01));
  }

  @Test
  void classesAreNumberedByTheirNamesCapitalsFirst() throws IOException {
    for (String name : new String[] {"b", "C", "a", "10", "9"}) {
      for (String part : new String[] {"train/", "test/"}) {
        write(part + name + "/x.png", 2, 2, (row, column) -> name.codePointAt(0) << 16);
      }
    }
    Dataset train = ImageFolder.read(folder, 2).train();
    for (int index = 0; index < 5; index++) {
      assertThat(train.label(index)).isEqualTo(index);
      assertThat(red(train, index, 0, 0)).isCloseTo("19Cab".codePointAt(index), within(0.01));
    }
  }

  @Test
  void otherFilesArePassedOver() throws IOException {
    writeTwoClasses();
    Files.writeString(folder.resolve("train/notes.txt"), "no class");
    Files.writeString(folder.resolve("train/ant/notes.txt"), "no image");
    Files.writeString(folder.resolve("train/ant/.hidden.png"), "no image");
    Files.createDirectory(folder.resolve("train/.cache"));
    assertThat(ImageFolder.read(folder, 8).train().size()).isEqualTo(2);
  }

  @Test
  void foldersThatDoNotFitAreRefused() throws IOException {
    Path missing = folder.resolve("missing");
    assertUnreadable(() -> ImageFolder.read(missing, 8), missing, "no such file");
    assertWrong(() -> ImageFolder.read(folder, 8), folder, "[]", "at least two classes");
    writeTwoClasses();
    assertWrong(() -> ImageFolder.read(folder, 0), "side is 0", "1 to 1024");
    assertWrong(() -> ImageFolder.read(folder, 1025), "side is 1025");
    Files.createDirectory(folder.resolve("test/dog"));
    assertWrong(() -> ImageFolder.read(folder, 8), "[ant, cat, dog]", "[ant, cat]");
    Files.createDirectory(folder.resolve("train/dog"));
    assertWrong(() -> ImageFolder.read(folder, 8), folder.resolve("train/dog"), "no JPEG or PNG");
  }

  @Test
  void anImageThatDoesNotDecodeIsNamed() throws IOException {
    writeTwoClasses();
    Path file = folder.resolve("train/cat/a.png");
    byte[] whole = Files.readAllBytes(file);
    Files.writeString(file, "no image");
    assertUnreadable(() -> ImageFolder.read(folder, 8), file, "not an image", "file anew");
    Files.write(file, new byte[0]);
    assertUnreadable(() -> ImageFolder.read(folder, 8), file, "not an image");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertUnreadable(() -> ImageFolder.read(folder, 8), file);
    Files.write(file, Arrays.copyOf(whole, 20));
    assertUnreadable(() -> ImageFolder.read(folder, 8), file);
  }

  /** The sizes stand in the first chunk, from byte 16 on, and its checksum behind them. */
  @Test
  void anImageOfUnbelievableSizeIsRefusedBeforeMemoryIsTaken() throws IOException {
    writeTwoClasses();
    Path file = folder.resolve("train/cat/a.png");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(16, 50_000).putInt(20, 60_000);
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) checksum.getValue());
    Files.write(file, bytes);
    assertUnreadable(() -> ImageFolder.read(folder, 8), file, "50000×60000 pixels", "100000000");
  }
}
