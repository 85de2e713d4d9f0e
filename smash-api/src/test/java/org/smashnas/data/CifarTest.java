package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.smashnas.data.Pixels.assertExample;
import static org.smashnas.data.Pixels.assertUnreadable;
import static org.smashnas.data.Pixels.assertWrong;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.network.Shape;

class CifarTest {
  private static final double[] MEAN = {0.49139968, 0.48215827, 0.44653124};
  private static final double[] DEVIATION = {0.24703233, 0.24348505, 0.26158768};

  @TempDir private Path folder;

  /** Batch b has b examples; example e of all has label e mod 10. */
  private void writeCifar10() throws IOException {
    int example = 0;
    for (int batch = 1; batch <= 5; batch++) {
      CifarWriter writer = new CifarWriter();
      for (int index = 0; index < batch; index++) {
        writer.add(example, example % 10);
        example++;
      }
      writer.write(folder.resolve("data_batch_" + batch + ".bin"));
    }
    new CifarWriter().add(100, 9).add(101, 0).write(folder.resolve("test_batch.bin"));
  }

  private void writeCifar100() throws IOException {
    new CifarWriter().add(0, 7, 99).add(1, 19, 0).add(2, 0, 42).write(folder.resolve("train.bin"));
    new CifarWriter().add(3, 11, 8).write(folder.resolve("test.bin"));
  }

  private void overwrite(String name, long position, int value) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.seek(position);
      file.write(value);
    }
  }

  private void truncate(String name, int less) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.setLength(file.length() - less);
    }
  }

  @Test
  void cifar10IsReadPixelByPixelThroughAllItsFiles() throws IOException {
    writeCifar10();
    TrainAndTest data = Cifar10.read(folder);
    assertThat(data.train().shape()).isEqualTo(new Shape(32, 32, 3));
    assertThat(data.train().classes()).isEqualTo(10);
    assertThat(data.train().size()).isEqualTo(15);
    assertThat(data.test().size()).isEqualTo(2);
    for (int index = 0; index < 15; index++) {
      assertExample(data.train(), index, index, MEAN, DEVIATION);
      assertThat(data.train().label(index)).isEqualTo(index % 10);
    }
    assertExample(data.test(), 1, 101, MEAN, DEVIATION);
    assertThat(data.test().label(0)).isEqualTo(9);
    assertThat(data.normalization().orElseThrow().mean())
        .containsExactly(0.49139968, 0.48215827, 0.44653124);
  }

  @Test
  void cifar100IsReadWithItsFineLabels() throws IOException {
    writeCifar100();
    TrainAndTest data = Cifar100.read(folder);
    double[] mean = {0.50707519, 0.48654887, 0.44091785};
    double[] deviation = {0.26733428, 0.25643846, 0.27615049};
    assertThat(data.train().classes()).isEqualTo(100);
    assertThat(IntStream.range(0, 3).map(data.train()::label)).containsExactly(99, 0, 42);
    for (int index = 0; index < 3; index++) {
      assertExample(data.train(), index, index, mean, deviation);
    }
    assertExample(data.test(), 0, 3, mean, deviation);
    assertThat(data.test().label(0)).isEqualTo(8);
  }

  @Test
  void manyThreadsReadTheSame() throws IOException {
    writeCifar10();
    Dataset train = Cifar10.read(folder).train();
    IntStream.range(0, 600)
        .parallel()
        .forEach(index -> assertExample(train, index % 15, index % 15, MEAN, DEVIATION));
  }

  @Test
  void anExampleOutOfRangeIsRefused() throws IOException {
    writeCifar10();
    Dataset train = Cifar10.read(folder).train();
    assertThat(train.label(14)).isEqualTo(4);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Datasets.image(train, 15))
        .withMessageContaining("15");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    assertUnreadable(
        () -> Cifar10.read(folder), folder.resolve("data_batch_1.bin"), "no such file");
    writeCifar10();
    Files.delete(folder.resolve("data_batch_3.bin"));
    assertUnreadable(
        () -> Cifar10.read(folder), folder.resolve("data_batch_3.bin"), "no such file", "path");
    assertUnreadable(() -> Cifar100.read(folder), folder.resolve("train.bin"));
  }

  @Test
  void aFileOfAnotherSizeIsRefused() throws IOException {
    writeCifar10();
    truncate("data_batch_2.bin", 1);
    assertWrong(
        () -> Cifar10.read(folder), "data_batch_2.bin", "6145 bytes", "records of 3073", "anew");
    writeCifar10();
    Files.write(folder.resolve("test_batch.bin"), new byte[0]);
    assertWrong(() -> Cifar10.read(folder), "test_batch.bin", "0 bytes", "records of 3073");
    writeCifar100();
    truncate("test.bin", 3000);
    assertWrong(() -> Cifar100.read(folder), "test.bin", "74 bytes", "records of 3074");
  }

  @Test
  void aLabelThatNoClassHasIsRefused() throws IOException {
    writeCifar10();
    overwrite("data_batch_4.bin", 2 * 3073, 10);
    assertWrong(
        () -> Cifar10.read(folder), "data_batch_4.bin", "label 10", "example 2", "0 to 9", "anew");
    writeCifar100();
    overwrite("train.bin", 3074 + 1, 255);
    assertWrong(() -> Cifar100.read(folder), "train.bin", "label 255", "example 1", "0 to 99");
  }
}
