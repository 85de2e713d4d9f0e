package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smashnas.data.Pixels.assertUnreadable;
import static org.smashnas.data.Pixels.assertWrong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.network.Shape;

class ModelNetTest {
  private static final int VOXELS = 32 * 32 * 32;

  @TempDir private Path folder;

  private static int voxel(int object, int rotation, int row, int column, int channel) {
    int mixed = 3 * object + 5 * rotation + 7 * row + 11 * column + 13 * channel + row * channel;
    return mixed % 3 == 0 ? 1 : 0;
  }

  private static byte[] objects(int count) {
    byte[] voxels = new byte[count * 24 * VOXELS];
    for (int index = 0; index < voxels.length; index++) {
      int image = index / VOXELS;
      voxels[index] =
          (byte) voxel(image / 24, image % 24, index / 1024 % 32, index / 32 % 32, index % 32);
    }
    return voxels;
  }

  private static byte[] repeated(int... labels) {
    byte[] repeated = new byte[labels.length * 24];
    for (int index = 0; index < repeated.length; index++) {
      repeated[index] = (byte) labels[index / 24];
    }
    return repeated;
  }

  private Path path(int classes, String part) {
    return folder.resolve("modelnet" + classes + "_rot24_" + part + ".npz");
  }

  private void writeAsPaper(int classes, String part, long... labels) throws IOException {
    new NpzWriter()
        .bytes("data", "(" + labels.length + ", 24, 32, 32, 32)", objects(labels.length))
        .integers("labels", labels)
        .write(path(classes, part), ZipEntry.STORED);
  }

  private void writeAsScript(int classes, String part, byte[] labels) throws IOException {
    new NpzWriter()
        .bytes("features", "(" + labels.length + ", 1, 32, 32, 32)", objects(labels.length / 24))
        .bytes("targets", "(" + labels.length + ",)", labels)
        .write(path(classes, part), ZipEntry.DEFLATED);
  }

  private static void assertObject(Dataset dataset, int index, int object) {
    for (int view = 0; view < 12; view++) {
      float[] expected = new float[VOXELS];
      for (int value = 0; value < VOXELS; value++) {
        int voxel = voxel(object, 2 * view, value / 1024, value / 32 % 32, value % 32);
        expected[value] = voxel * 6 - 1;
      }
      assertThat(Pixels.view(dataset, index, view)).isEqualTo(expected);
    }
  }

  @Test
  void everySecondRotationOfBothFormsIsAView() throws IOException {
    writeAsPaper(40, "train", 39, 0);
    writeAsScript(40, "test", repeated(7, 0, 39));
    TrainAndTest data = ModelNet.read(folder, 40);
    for (Dataset part : new Dataset[] {data.train(), data.test()}) {
      assertThat(part.shape()).isEqualTo(new Shape(32, 32, 32));
      assertThat(part.classes()).isEqualTo(40);
      assertThat(part.views()).isEqualTo(12);
      for (int object = 0; object < part.size(); object++) {
        assertObject(part, object, object);
      }
      assertThat(Datasets.image(part, 1)).isEqualTo(Pixels.view(part, 1, 0));
    }
    assertThat(IntStream.range(0, 2).map(data.train()::label)).containsExactly(39, 0);
    assertThat(IntStream.range(0, 3).map(data.test()::label)).containsExactly(7, 0, 39);
    Normalization normalization = data.normalization().orElseThrow();
    assertThat(normalization.apply(0, 31)).isEqualTo(-1);
    assertThat(normalization.apply(1, 0)).isEqualTo(5);
  }

  @Test
  void classesTakeTurnsSoThatTheLastExamplesAreOfAllClasses() throws IOException {
    writeAsPaper(10, "train", 0, 0, 0, 0, 9, 9);
    writeAsPaper(10, "test", 1);
    Dataset train = ModelNet.read(folder, 10).train();
    assertThat(IntStream.range(0, 6).map(train::label)).containsExactly(0, 9, 0, 0, 9, 0);
    assertObject(train, 1, 4);
    assertObject(train, 5, 3);
    Split split = ModelNet.read(folder, 10).holdOutLast(0.34);
    assertThat(IntStream.range(0, 2).map(split.validation()::label)).containsExactly(9, 0);
    assertThat(split.validation().views()).isEqualTo(12);
  }

  @Test
  void wrongContentIsRefused() throws IOException {
    writeAsPaper(10, "test", 1);
    writeAsPaper(10, "train", 10);
    assertWrong(() -> ModelNet.read(folder, 10), path(10, "train"), "label 10", "0 to 9");
    byte[] mixed = repeated(3, 4);
    mixed[30] = 5;
    writeAsScript(10, "train", mixed);
    assertWrong(
        () -> ModelNet.read(folder, 10), path(10, "train"), "label 5 in row 30", "4 in row 24");
    new NpzWriter()
        .bytes("data", "(12, 2, 32, 32, 32)", objects(1))
        .integers("labels", 1)
        .write(path(10, "train"), ZipEntry.STORED);
    assertWrong(() -> ModelNet.read(folder, 10), path(10, "train"), "[12, 2, 32, 32, 32]", "24");
    new NpzWriter()
        .bytes("features", "(12, 1, 32, 32, 32)", new byte[12 * VOXELS])
        .write(path(10, "train"), ZipEntry.STORED);
    assertWrong(() -> ModelNet.read(folder, 10), path(10, "train"), "[12, 1, 32, 32, 32]");
    new NpzWriter().integers("labels", 1).write(path(10, "train"), ZipEntry.STORED);
    assertWrong(() -> ModelNet.read(folder, 10), path(10, "train"), "no array 'features'");
  }

  @Test
  void anotherSetIsRefusedAndAMissingFileNamed() throws IOException {
    assertWrong(() -> ModelNet.read(folder, 20), "20 classes", "10 or 40");
    writeAsPaper(10, "train", 1);
    assertUnreadable(() -> ModelNet.read(folder, 10), path(10, "test"), "no such file");
    Files.delete(path(10, "train"));
    assertUnreadable(() -> ModelNet.read(folder, 10), path(10, "train"), "no such file");
  }
}
