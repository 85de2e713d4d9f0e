package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;

/** Saving and loading a HyperNet, and what becomes of damaged files. */
class SavedHyperNetTest {
  private static final MemoryBank CANDIDATE = QuadrantTask.architecture(3);

  private static byte[] saved;
  private static double loss;
  private static float[] weight;

  @TempDir private Path folder;
  private Path file;

  @BeforeAll
  static void trainAndSave(@TempDir Path folder) throws IOException {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(QuadrantTask.fewExamples(), QuadrantTask.shortTraining().build());
      loss = loss(hyperNet);
      weight = firstWeight(hyperNet);
      Path file = folder.resolve("new").resolve("hypernet.safetensors");
      hyperNet.save(file);
      saved = Files.readAllBytes(file);
    }
  }

  private static double loss(HyperNet<MemoryBank> hyperNet) {
    Scorer<MemoryBank> scorer = hyperNet.scorer(QuadrantTask.split());
    return scorer.score(CANDIDATE, 1).evaluation().loss();
  }

  private static float[] firstWeight(HyperNet<MemoryBank> hyperNet) {
    return hyperNet.generateWeights(CANDIDATE).values().asList().get(0);
  }

  @BeforeEach
  void restoreFile() throws IOException {
    file = Files.write(folder.resolve("hypernet.safetensors"), saved);
  }

  private static HyperNet<MemoryBank> load(Path file) {
    return TensorFlow.loadHyperNet(QuadrantTask.SPACE, file);
  }

  private static void loadAndClose(Path file) {
    load(file).close();
  }

  @Test
  void scoresAndWeightsAreTheSameAfterLoading() {
    try (HyperNet<MemoryBank> loaded = load(file)) {
      assertThat(loss(loaded)).isEqualTo(loss);
      assertThat(firstWeight(loaded)).isEqualTo(weight);
    }
  }

  @Test
  void theRunningMomentsOfEveryNormAreSaved() {
    Map<String, NamedTensor> tensors = WeightFile.read(file).tensors();
    for (String norm : List.of("transition0.norm", "classifier.norm")) {
      assertThat(tensors.get("moments/mean/" + norm).values()[0]).isNotZero();
      assertThat(tensors.get("moments/variance/" + norm).values()[0]).isPositive().isNotEqualTo(1);
    }
  }

  @Test
  void savingWhatWasLoadedGivesTheSameFile() throws IOException {
    Path again = folder.resolve("again");
    try (HyperNet<MemoryBank> loaded = load(file)) {
      loaded.save(again);
    }
    assertThat(Files.readAllBytes(again)).isEqualTo(saved);
  }

  @Test
  void aLoadedHyperNetCanBeTrainedOn() {
    try (HyperNet<MemoryBank> loaded = load(file)) {
      TrainingReport report =
          loaded.train(QuadrantTask.fewExamples(), QuadrantTask.shortTraining().build());
      assertThat(report.loss()).isFinite();
      assertThat(loss(loaded)).isNotEqualTo(loss);
    }
  }

  @Test
  void savingReplacesAnEarlierFileAndLeavesNothingElse() throws IOException {
    try (HyperNet<MemoryBank> other = QuadrantTask.hyperNet(2)) {
      other.save(file);
    }
    assertThat(Files.readAllBytes(file)).isNotEqualTo(saved);
    assertThat(folder).isDirectoryNotContaining(entry -> !entry.equals(file));
  }

  @Test
  void savingInAnUnwritablePlaceLeavesTheOldFileIntact() throws IOException {
    Files.createDirectory(folder.resolve("hypernet.safetensors.tmp"));
    assertCannotSave(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(saved);
  }

  @Test
  void savingBelowAFileIsRefused() throws IOException {
    assertCannotSave(file.resolve("below"));
    assertThat(Files.readAllBytes(file)).isEqualTo(saved);
  }

  @Test
  void savingOverAFolderIsRefusedAndLeavesNothingBehind() throws IOException {
    Path inTheWay = Files.createDirectories(folder.resolve("way").resolve("folder"));
    Files.write(inTheWay.resolve("full"), saved);
    assertCannotSave(inTheWay);
    assertThat(inTheWay.getParent()).isDirectoryNotContaining(entry -> !entry.equals(inTheWay));
  }

  private static void assertCannotSave(Path target) {
    try (HyperNet<MemoryBank> other = QuadrantTask.hyperNet(2)) {
      assertThatThrownBy(() -> other.save(target))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot write " + target)
          .hasMessageContaining("saved there before is unharmed");
    }
  }

  @Test
  void aFileOfAnotherSpaceIsRefusedNamingBoth() {
    MemoryBankSpace other = QuadrantTask.space(5);
    assertThatThrownBy(() -> TensorFlow.loadHyperNet(other, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(QuadrantTask.SPACE.id())
        .hasMessageContaining(other.id());
  }

  @Test
  void aNetworkIsNoHyperNet() {
    Path network = folder.resolve("network");
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(2);
        TrainableNetwork derived = hyperNet.derive(CANDIDATE, 0)) {
      derived.save(network);
    }
    assertThatThrownBy(() -> load(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(network + " holds a network, not a hypernet");
  }

  @Test
  void aTruncatedFileIsRefused() {
    damaged().assertEveryTruncationIsRefused();
  }

  @Test
  void aFlippedByteIsRefused() {
    damaged().assertEveryFlippedByteIsRefused();
  }

  @Test
  void aChangedDigitOfTheHeaderIsRefused() {
    damaged().assertEveryChangedDigitOfTheHeaderIsRefused();
  }

  @Test
  void foreignFilesAreRefused() {
    damaged().assertForeignFilesAreRefused();
  }

  @Test
  void impossibleSizesAreRefused() {
    damaged().assertImpossibleSizesAreRefused();
  }

  @Test
  void aMissingFileIsRefused() {
    damaged().assertAbsenceIsRefused();
  }

  private DamagedFile damaged() {
    return new DamagedFile(file, SavedHyperNetTest::loadAndClose);
  }
}
