package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smashnas.data.Pixels.assertExample;
import static org.smashnas.data.Pixels.assertUnreadable;
import static org.smashnas.data.Pixels.assertWrong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.network.Shape;

class MnistTest {
  private static final double[] MEAN = {0.1307};
  private static final double[] DEVIATION = {0.3081};

  @TempDir private Path folder;

  /** One file plain, three packed, two written with a dot. */
  @BeforeEach
  void write() throws IOException {
    IdxWriter.images(0, 3).write(folder.resolve("train-images-idx3-ubyte"));
    IdxWriter.labels(9, 0, 4).writePacked(folder.resolve("train-labels-idx1-ubyte.gz"));
    IdxWriter.images(10, 2).writePacked(folder.resolve("t10k-images.idx3-ubyte.gz"));
    IdxWriter.labels(1, 2).write(folder.resolve("t10k-labels.idx1-ubyte"));
  }

  private Path images() {
    return folder.resolve("train-images-idx3-ubyte");
  }

  private Path packedImages() {
    return folder.resolve("t10k-images.idx3-ubyte.gz");
  }

  private void truncate(Path file, int less) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - less));
  }

  @Test
  void plainAndPackedFilesOfEitherNameAreReadPixelByPixel() {
    TrainAndTest data = Mnist.read(folder);
    assertThat(data.train().shape()).isEqualTo(new Shape(28, 28, 1));
    assertThat(data.train().classes()).isEqualTo(10);
    for (int index = 0; index < 3; index++) {
      assertExample(data.train(), index, index, MEAN, DEVIATION);
    }
    assertExample(data.test(), 1, 11, MEAN, DEVIATION);
    assertThat(IntStream.range(0, 3).map(data.train()::label)).containsExactly(9, 0, 4);
    assertThat(IntStream.range(0, 2).map(data.test()::label)).containsExactly(1, 2);
  }

  @Test
  void fashionMnistDiffersInItsNormalization() {
    TrainAndTest data = FashionMnist.read(folder);
    assertExample(data.train(), 2, 2, new double[] {0.2860}, new double[] {0.3530});
    assertThat(data.normalization().orElseThrow().mean()).containsExactly(0.2860);
    assertThat(data.normalization().orElseThrow().deviation()).containsExactly(0.3530);
  }

  @Test
  void aMissingFileIsNamedWithAllItsNames() throws IOException {
    Files.delete(images());
    assertUnreadable(
        () -> Mnist.read(folder),
        folder,
        "train-images-idx3-ubyte,",
        "train-images.idx3-ubyte,",
        "train-images.idx3-ubyte.gz");
  }

  @Test
  void anotherMagicNumberIsRefused() throws IOException {
    IdxWriter.labels(1, 2, 3).write(images());
    assertWrong(() -> Mnist.read(folder), images(), "2049", "2051 is expected", "anew");
    Files.write(images(), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    assertWrong(() -> Mnist.read(folder), images(), "16909060");
  }

  @Test
  void impossibleHeadersAreRefused() throws IOException {
    new IdxWriter(0x803, 0, 28, 28).write(images());
    assertWrong(() -> Mnist.read(folder), images(), "0 examples", "at least 1");
    new IdxWriter(0x803, -5, 28, 28).write(images());
    assertWrong(() -> Mnist.read(folder), images(), "-5 examples");
    new IdxWriter(0x803, 1, 28, 29).write(images());
    assertWrong(() -> Mnist.read(folder), images(), "extent 29", "28 is expected");
    new IdxWriter(0x803, Integer.MAX_VALUE, 28, 28).write(images());
    assertUnreadable(() -> Mnist.read(folder), images(), "cut short", "16 of 1683627179264 bytes");
    write();
    new IdxWriter(0x803, Integer.MAX_VALUE, 28, 28).writePacked(packedImages());
    assertUnreadable(() -> Mnist.read(folder), packedImages(), "1683627179248 bytes");
  }

  @Test
  void truncatedFilesAreRefused() throws IOException {
    truncate(images(), 1);
    assertUnreadable(() -> Mnist.read(folder), images(), "cut short", "2367 of 2368 bytes");
    Files.write(images(), new byte[] {0, 0, 8, 3, 0});
    assertUnreadable(() -> Mnist.read(folder), images(), "cut short", "header");
    Files.write(images(), new byte[0]);
    assertUnreadable(() -> Mnist.read(folder), images(), "cut short", "header");
    write();
    truncate(packedImages(), 20);
    assertUnreadable(() -> Mnist.read(folder), packedImages(), "cut short");
    Files.write(packedImages(), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    assertUnreadable(() -> Mnist.read(folder), packedImages(), "GZIP");
  }

  @Test
  void moreBytesThanStatedAreRefused() throws IOException {
    IdxWriter.images(0, 3).add(0).write(images());
    assertWrong(() -> Mnist.read(folder), images(), "more bytes", "3 examples");
    write();
    IdxWriter.images(0, 2).add(0).writePacked(packedImages());
    assertWrong(() -> Mnist.read(folder), packedImages(), "more bytes", "2 examples");
  }

  @Test
  void labelsThatDoNotFitAreRefused() throws IOException {
    IdxWriter.labels(1, 2, 3).write(folder.resolve("t10k-labels.idx1-ubyte"));
    assertWrong(() -> Mnist.read(folder), "t10k-labels.idx1-ubyte", "3 labels", "2 images");
    IdxWriter.labels(1, 10).write(folder.resolve("t10k-labels.idx1-ubyte"));
    assertWrong(
        () -> Mnist.read(folder), "t10k-labels.idx1-ubyte", "label 10", "example 1", "0 to 9");
  }
}
