package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smashnas.data.Pixels.assertExample;
import static org.smashnas.data.Pixels.assertUnreadable;
import static org.smashnas.data.Pixels.assertWrong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.network.Shape;

class ImageNet32Test {
  private static final double[] MEAN = {
    0.4810980944785919, 0.45747185440340027, 0.4078550697112974
  };
  private static final double[] DEVIATION = {
    0.2604088858562646, 0.25321260169837184, 0.2682063439370458
  };

  @TempDir private Path folder;

  /** Batch b has the examples 2 b and 2 b + 1 with labels of the same numbers, from 1. */
  @BeforeEach
  void write() throws IOException {
    for (int batch = 1; batch <= 10; batch++) {
      new NpzWriter()
          .bytes("data", "(2, 3072)", planes(2 * batch, 2))
          .integers("labels", 2L * batch, 2L * batch + 1)
          .bytes("mean", "(1,)", new byte[1])
          .write(train(batch), batch % 2 == 0 ? ZipEntry.STORED : ZipEntry.DEFLATED);
    }
    writeTest("(1, 3072)", 1000);
  }

  private void writeTest(String shape, long... labels) throws IOException {
    new NpzWriter()
        .bytes("data", shape, planes(50, 1))
        .integers("labels", labels)
        .write(test(), ZipEntry.DEFLATED);
  }

  private Path train(int batch) {
    return folder.resolve("train_data_batch_" + batch + ".npz");
  }

  private Path test() {
    return folder.resolve("val_data.npz");
  }

  private static byte[] planes(int firstExample, int count) {
    byte[] bytes = new byte[count * 3072];
    for (int index = 0; index < bytes.length; index++) {
      int pixel = index % 1024;
      bytes[index] =
          (byte)
              Pixels.at(firstExample + index / 3072, pixel / 32, pixel % 32, index % 3072 / 1024);
    }
    return bytes;
  }

  @Test
  void allBatchesAreReadPixelByPixel() {
    TrainAndTest data = ImageNet32.read(folder);
    assertThat(data.train().shape()).isEqualTo(new Shape(32, 32, 3));
    assertThat(data.train().classes()).isEqualTo(1000);
    assertThat(data.train().size()).isEqualTo(20);
    for (int index = 0; index < 20; index++) {
      assertExample(data.train(), index, index + 2, MEAN, DEVIATION);
      assertThat(data.train().label(index)).isEqualTo(index + 1);
    }
    assertThat(data.test().size()).isEqualTo(1);
    assertExample(data.test(), 0, 50, MEAN, DEVIATION);
    assertThat(data.test().label(0)).isEqualTo(999);
    assertThat(data.normalization()).isPresent();
  }

  @Test
  void wrongContentIsRefused() throws IOException {
    writeTest("(1, 3072)", 0);
    assertWrong(() -> ImageNet32.read(folder), test(), "label 0", "example 0", "1 to 1000");
    writeTest("(1, 3072)", 1001);
    assertWrong(() -> ImageNet32.read(folder), test(), "label 1001");
    writeTest("(1, 3072)", 1L << 32 | 1);
    assertWrong(() -> ImageNet32.read(folder), test(), "label 4294967297");
    writeTest("(1, 3072)", 1, 2);
    assertWrong(() -> ImageNet32.read(folder), test(), "labels", "[2]", "1 numbers");
    writeTest("(1, 3, 32, 32)", 1);
    assertWrong(() -> ImageNet32.read(folder), test(), "[1, 3, 32, 32]", "[images, 3072]");
    writeTest("(3072, 1)", 1);
    assertWrong(() -> ImageNet32.read(folder), test(), "[3072, 1]");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(train(7));
    assertUnreadable(() -> ImageNet32.read(folder), train(7), "no such file");
  }
}
