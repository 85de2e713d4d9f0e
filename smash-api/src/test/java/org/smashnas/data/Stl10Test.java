package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smashnas.data.Pixels.assertExample;
import static org.smashnas.data.Pixels.assertUnreadable;
import static org.smashnas.data.Pixels.assertWrong;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.network.Shape;

class Stl10Test {
  private static final double[] MEAN = {0.4467106206597222, 0.439809839835240, 0.406646447099673};
  private static final double[] DEVIATION = {
    0.2603409782662329, 0.256577273113443, 0.271267381452256
  };

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    new Stl10Writer().add(0, 1).add(1, 10).add(2, 5).write(folder, "train");
    new Stl10Writer().add(7, 3).add(8, 2).write(folder, "test");
    writeFolds("0 1 2 ");
  }

  private void writeFolds(String ninth) throws IOException {
    String others = IntStream.range(0, 8).mapToObj(fold -> "0\n").collect(Collectors.joining());
    Files.writeString(folder.resolve("fold_indices.txt"), others + ninth + "\n2 1\n");
  }

  @Test
  void columnsOfPlanesAreReadPixelByPixel() {
    TrainAndTest data = Stl10.read(folder);
    assertThat(data.train().shape()).isEqualTo(new Shape(96, 96, 3));
    assertThat(data.train().classes()).isEqualTo(10);
    for (int index = 0; index < 3; index++) {
      assertExample(data.train(), index, index, MEAN, DEVIATION);
    }
    assertExample(data.test(), 1, 8, MEAN, DEVIATION);
    assertThat(IntStream.range(0, 3).map(data.train()::label)).containsExactly(0, 9, 4);
    assertThat(IntStream.range(0, 2).map(data.test()::label)).containsExactly(2, 1);
    assertThat(data.normalization()).isPresent();
  }

  @Test
  void aFoldHasTheExamplesOfItsLine() {
    TrainAndTest last = Stl10.fold(folder, 9);
    assertThat(last.train().size()).isEqualTo(2);
    assertExample(last.train(), 0, 2, MEAN, DEVIATION);
    assertExample(last.train(), 1, 1, MEAN, DEVIATION);
    assertThat(last.test().size()).isEqualTo(2);
    assertThat(Stl10.fold(folder, 8).train().size()).isEqualTo(3);
    assertThat(Stl10.fold(folder, 0).train().size()).isEqualTo(1);
  }

  @Test
  void aFoldThatIsNotThereIsRefused() throws IOException {
    assertWrong(() -> Stl10.fold(folder, 10), "fold is 10", "0 to 9");
    assertWrong(() -> Stl10.fold(folder, -1), "fold is -1");
    Files.writeString(folder.resolve("fold_indices.txt"), "0 1\n2\n");
    assertWrong(() -> Stl10.fold(folder, 0), "fold_indices.txt", "2 lines", "10", "anew");
    Files.delete(folder.resolve("fold_indices.txt"));
    assertUnreadable(() -> Stl10.fold(folder, 0), "fold_indices.txt", "no such file");
  }

  @Test
  void aWrongNumberInAFoldIsRefused() throws IOException {
    for (String word : new String[] {"3", "-1", "x", "99999999999", "1.0"}) {
      writeFolds("0 " + word);
      assertWrong(
          () -> Stl10.fold(folder, 8), "fold_indices.txt", "'" + word + "'", "line 9", "0 to 2");
    }
    writeFolds("");
    assertWrong(() -> Stl10.fold(folder, 8), "fold_indices.txt", "no numbers", "line 9");
  }

  @Test
  void anEnormousFoldFileIsNotRead() throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("fold_indices.txt").toFile(), "rw")) {
      file.setLength(5_000_000_000L);
    }
    assertWrong(() -> Stl10.fold(folder, 8), "fold_indices.txt", "5000000000 bytes");
  }

  @Test
  void filesOfOtherSizesAreRefused() throws IOException {
    Files.write(folder.resolve("train_y.bin"), new byte[] {1, 2});
    assertWrong(
        () -> Stl10.read(folder), "train_y.bin", "2 labels", "train_X.bin", "3 images", "anew");
    write();
    Files.write(folder.resolve("test_X.bin"), new byte[27_649]);
    assertWrong(() -> Stl10.read(folder), "test_X.bin", "27649 bytes", "images of 27648");
    Files.write(folder.resolve("test_X.bin"), new byte[0]);
    assertWrong(() -> Stl10.read(folder), "test_X.bin", "0 bytes");
    Files.delete(folder.resolve("test_X.bin"));
    assertUnreadable(() -> Stl10.read(folder), "test_X.bin", "no such file");
  }

  @Test
  void aLabelThatNoClassHasIsRefused() throws IOException {
    for (int label : new int[] {0, 11, 255}) {
      Files.write(folder.resolve("test_y.bin"), new byte[] {1, (byte) label});
      assertWrong(() -> Stl10.read(folder), "test_y.bin", "label " + label, "example 1", "1 to 10");
    }
  }
}
