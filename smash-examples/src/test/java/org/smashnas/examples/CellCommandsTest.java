package org.smashnas.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.cells.Cell;
import org.smashnas.cells.CellSpace;
import org.smashnas.network.Network;

/** A run over the cells of NAS-Bench-201, from the training to the export. */
class CellCommandsTest {
  private static final CellSpace SPACE =
      CellSpace.builder().input(8, 8, 1).classes(10).width(4).cellsPerStage(1).stages(2).build();

  @TempDir private static Path folder;

  private static Path run;

  @BeforeAll
  static void trainSearchAndDerive() {
    run = folder.resolve("cells");
    succeeds(
        "train",
        "--dataset=digits",
        "--space=cells",
        "--width=4",
        "--cells-per-stage=1",
        "--stages=2",
        "--hypernet-units=16",
        "--epochs=1",
        "--out=" + run);
    succeeds("search", run.toString(), "--random=3", "--perturb=0", "--markov=1");
    succeeds("derive", run.toString(), "--epochs=1");
  }

  private static ProgramRun succeeds(String... arguments) {
    ProgramRun run = ProgramRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }

  @Test
  void theSettingsHaveTheSpaceAndNoOptionsOfTheOther() throws IOException {
    JsonNode options = json(run.resolve("settings.json")).get("options");
    assertThat(options.get("space").asText()).isEqualTo("cells");
    assertThat(options.get("width").asText()).isEqualTo("4");
    assertThat(options.get("cells-per-stage").asText()).isEqualTo("1");
    assertThat(options.get("stages").asText()).isEqualTo("2");
    assertThat(ImmutableList.copyOf(options.fieldNames()))
        .contains("dataset", "epochs", "hypernet-units", "seed")
        .doesNotContain("setting", "depth", "blocks", "max-kernel", "anneal-until");
  }

  @Test
  void theSearchFindsCellsOfTheSpaceThatWasTrained() throws IOException {
    JsonNode trials = json(run.resolve("search.json")).get("trials");
    assertThat(trials).isNotEmpty();
    for (JsonNode trial : trials) {
      Network network = SPACE.network(cell(trial));
      assertThat(trial.get("parameters").asLong()).isEqualTo(network.parameters());
      assertThat(trial.get("multiplyAdds").asLong()).isEqualTo(network.multiplyAdds());
    }
  }

  private static Cell cell(JsonNode trial) {
    return SPACE.codec().fromJson(trial.get("architecture").toString());
  }

  @Test
  void theBestIsDerivedMeasuredAndExported() throws IOException {
    JsonNode best = json(run.resolve("search.json")).get("trials").get(0);
    JsonNode result = json(run.resolve("derived-0").resolve("result.json"));
    assertThat(result.get("architecture")).isEqualTo(best.get("architecture"));
    assertThat(result.get("parameters")).isEqualTo(best.get("parameters"));
    assertThat(succeeds("evaluate", run.toString()).out()).contains("validation", "test");
    Path model = folder.resolve("model");
    succeeds("export", run.toString(), model.toString());
    assertThat(model.resolve("saved_model.pb")).isNotEmptyFile();
  }

  @Test
  void anotherIsDerivedFromGeneratedWeights() throws IOException {
    succeeds("derive", run.toString(), "--rank=1", "--from-generated", "--epochs=1");
    assertThat(json(run.resolve("derived-1").resolve("result.json")).get("architecture"))
        .isEqualTo(json(run.resolve("search.json")).get("trials").get(1).get("architecture"));
  }

  @Test
  void theTrainingGoesOnWithTheSameSpaceAlone() {
    succeeds("train", "--out=" + run, "--resume", "--space=cells", "--stages=2");
    ProgramRun foreign = ProgramRun.of("train", "--out=" + run, "--resume", "--depth=12");
    assertThat(foreign.exitCode()).isEqualTo(2);
    assertThat(foreign.err()).contains("--depth is no option of --space cells");
    ProgramRun other = ProgramRun.of("train", "--out=" + run, "--resume", "--space=memory-bank");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("--space is memory-bank, but ", " has cells; leave it out");
  }
}
