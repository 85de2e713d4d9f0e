package org.smashnas.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.cells.Cell;
import org.smashnas.cells.CellSpace;

/** Studies of tiny runs, and what is refused. */
class StudyCommandTest {
  private static final CellSpace SPACE =
      CellSpace.builder().input(8, 8, 1).classes(10).width(2).cellsPerStage(1).stages(2).build();
  private static final ImmutableList<String> CELLS =
      ImmutableList.of(
          "000001", "111111", "222222", "333333", "444444", "313133", "012343", "210210", "303030",
          "121212", "430201", "002200");

  @TempDir private static Path folder;

  private static Path runs;
  private static Path run;
  private static Path table;

  /** Two HyperNets of different seeds, and a table in the order of the parameters. */
  @BeforeAll
  static void trainTwoHyperNetsAndWriteATable() throws IOException {
    runs = folder.resolve("runs");
    run = runs.resolve("seed3");
    train(3, run);
    train(4, runs.resolve("seed4"));
    Files.createDirectory(runs.resolve("notes"));
    table =
        table("table.csv", CELLS.stream().map(cell -> "%s,%d,7".formatted(cell, parameters(cell))));
  }

  private static ProgramRun train(int seed, Path out) {
    return succeeds(
        "train",
        "--dataset=digits",
        "--space=cells",
        "--width=2",
        "--cells-per-stage=1",
        "--stages=2",
        "--hypernet-units=8",
        "--epochs=1",
        "--batch-size=200",
        "--no-diagnosis",
        "--seed=" + seed,
        "--out=" + out);
  }

  private static long parameters(String cell) {
    return SPACE.derivedNetwork(Cell.ofDigits(cell)).parameters();
  }

  private static Path table(String name, Stream<String> rows) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        rows.collect(Collectors.joining("\n", "cell,digitsTest,other\n", "\n")));
  }

  private static ProgramRun succeeds(String... arguments) {
    ProgramRun run = ProgramRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static ProgramRun study(BooleanSupplier stop, Path of, Path out, String... more) {
    String[] arguments = {
      "study",
      of.toString(),
      "--truth=" + table,
      "--architectures=11",
      "--resamples=100",
      "--examples=20",
      "--out=" + out
    };
    return ProgramRun.of(
        stop, Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
  }

  /** Says so after being asked some times. */
  private static BooleanSupplier stopAfter(int questions) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() > questions;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }

  @Test
  void aStudyOfTwoHyperNetsRanksByEachPredictor() throws IOException {
    Path out = folder.resolve("whole");
    ProgramRun whole = study(() -> false, runs, out);
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    JsonNode study = json(out.resolve("study.json"));
    assertThat(study.get("truth").asText()).isEqualTo("table.csv: digitsTest");
    assertThat(study.get("space").asText()).isEqualTo(SPACE.id());
    assertThat(study.get("architectures").asInt()).isEqualTo(11);
    assertThat(study.get("hyperNetSeeds").toString()).isEqualTo("[3,4]");
    assertThat(ImmutableList.copyOf(study.get("predictors").fieldNames()))
        .containsExactlyInAnyOrder(
            "loss",
            "score",
            "parameters",
            "multiplyAdds",
            "synflow",
            "naswot",
            "gradientNorm",
            "rankSum(score, synflow)",
            "rankSum(score, naswot)",
            "rankSum(score, parameters)",
            "seedMean(score)",
            "rankSum(seedMean(score), synflow)");
    assertThat(study.at("/predictors/parameters/kendallTau/value").asDouble()).isEqualTo(1);
    assertThat(study.at("/predictors/score/kendallTau/value").asDouble()).isBetween(-1.0, 0.99);
    assertThat(whole.out())
        .contains("11 architectures against table.csv: digitsTest", "rankSum(score, naswot)")
        .containsPattern("(?m)^parameters +1\\.00 \\[1\\.00, 1\\.00]")
        .containsPattern("(?m)^seed 3: the HyperNet ")
        .containsPattern("(?m)^seed 4: the HyperNet ");
    assertThat(out.resolve("study.md"))
        .content()
        .contains("| parameters | 1.00 [1.00, 1.00]", "score minus", "`--truth=table.csv`")
        .doesNotContain(folder.toString());
    aStudyThatWasStoppedGoesOn(out.resolve("study.json"));
    refuses(1, "whole/study.json holds a study already", "study", out.toString(), "--truth=x");
  }

  private static void aStudyThatWasStoppedGoesOn(Path whole) throws IOException {
    Path out = folder.resolve("stopped");
    ProgramRun stopped = study(stopAfter(27), runs, out);
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(130);
    assertThat(stopped.err())
        .contains("study was stopped", "smash study " + runs + " --out " + out + " --resume");
    assertThat(out.resolve("study.json")).doesNotExist();
    String outOption = "--out=" + out;
    String all = runs.toString();
    refuses(1, "holds a study that was stopped", "study", all, outOption, "--truth=" + table);
    refuses(2, "--seed is 9, but ", "study", all, outOption, "--resume", "--seed=9");
    refuses(1, "is of other HyperNets", "study", run.toString(), outOption, "--resume");
    succeeds("study", all, outOption, "--resume");
    assertThat(out.resolve("study.json")).hasSameTextualContentAs(whole);
  }

  /** The stop falls into the first training. */
  @Test
  void memoryBanksAreTrainedForTheirTruth() throws IOException {
    Path banks = folder.resolve("banks");
    succeeds(
        "train",
        "--dataset=digits",
        "--setting=small",
        "--blocks=1",
        "--max-kernel=3",
        "--hypernet-units=8",
        "--epochs=1",
        "--batch-size=200",
        "--no-diagnosis",
        "--out=" + banks);
    assertThat(banks.resolve("diagnosis.json")).doesNotExist();
    ProgramRun stopped =
        ProgramRun.of(
            stopAfter(50),
            "study",
            banks.toString(),
            "--truth=trained",
            "--architectures=10",
            "--epochs=1",
            "--trainings=5",
            "--examples=10",
            "--resamples=100");
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(130);
    assertThat(stopped.err()).contains("go on with: smash study " + banks + " --resume");
    succeeds("study", banks.toString(), "--resume");
    JsonNode study = json(banks.resolve("study.json"));
    assertThat(study.get("truth").asText()).isEqualTo("1 epochs of digits, test accuracy in %");
    assertThat(study.get("hyperNetSeeds").toString()).isEqualTo("[0]");
    assertThat(truths(banks.resolve("study.jsonl")))
        .hasSize(10)
        .allSatisfy(accuracy -> assertThat(accuracy).isBetween(0.0, 100.0))
        .anySatisfy(accuracy -> assertThat(accuracy).isGreaterThan(20));
  }

  private static ImmutableList<Double> truths(Path journal) throws IOException {
    ImmutableList.Builder<Double> truths = ImmutableList.builder();
    for (String line : Files.readAllLines(journal)) {
      JsonNode result = new ObjectMapper().readTree(line).get("result");
      if (result != null && result.path("of").asText().equals("truth")) {
        truths.add(result.get("value").asDouble());
      }
    }
    return truths.build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seed=1                              | --truth is missing",
        "--truth=trained                       | --truth trained needs --architectures",
        "--truth=trained --column=a --architectures=10 | --column is for a table",
        "--truth=t.csv --epochs=3              | are for --truth trained",
        "--truth=t.csv --architectures=9       | --architectures is 9; it must be at least 10",
        "--truth=t.csv --resamples=99          | --resamples is 99; it must be at least 100",
        "--truth=t.csv --examples=0            | --examples is 0; it must be at least 1",
        "--truth=trained --architectures=10 --epochs=0 | --epochs is 0; it must be at least 1",
        "--truth=trained --architectures=10 --trainings=1,1 | --trainings is [1, 1]",
        "--truth=t.csv --threads=0             | --threads is 0",
      })
  void aWrongOptionIsNamedBeforeTheWork(String options, String naming) throws IOException {
    refuses(
        2,
        naming,
        Stream.concat(Stream.of("study", run.toString()), Arrays.stream(options.split(" ", -1)))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9  | 333334,70,1 |                    | has 9 architectures, and the study needs 10",
        "12 | 333334,70,1 | --architectures=14 | has 13 architectures, and the study needs 14",
        "12 | 555555,70,1 |                    | line 14: architecture 555555 is unknown",
        "12 | 00000000,70,1 |                  | line 14: architecture 00000000 is unknown",
        "12 | 333333,70,1 |                    | architecture 333333 is that of line 5 again",
        "12 | 333334,NaN,1 |                   | digitsTest of architecture 333334 is \"NaN\"",
        "12 | 333334,70,1 | --column=accuracy  | has no column accuracy to rank by",
        "12 | 333334,70,1 | --examples=361     | --examples is 361, but the run has 360",
      })
  void aWrongTableIsNamedBeforeTheWork(int rows, String last, String option, String naming)
      throws IOException {
    Stream<String> good = CELLS.stream().limit(Math.min(rows, 12)).map(cell -> cell + ",5,6");
    Path wrong =
        table("wrong.csv", Stream.concat(rows < 10 ? good.skip(1) : good, Stream.of(last)));
    refuses(
        1,
        naming,
        Stream.of("study", run.toString(), "--truth=" + wrong, option == null ? "" : option)
            .filter(argument -> !argument.isEmpty())
            .toArray(String[]::new));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    String truth = "--truth=" + table;
    refuses(1, "none.csv", "study", run.toString(), "--truth=" + folder.resolve("none.csv"));
    refuses(1, "smash train", "study", folder.resolve("none").toString(), truth);
    refuses(1, "smash train", "study", runs.resolve("notes").toString(), truth);
    refuses(1, "no study to go on with", "study", run.toString(), "--resume");
    Path untrained = copy("untrained", "settings.json");
    refuses(1, "the training has not ended", "study", untrained.toString(), truth);
  }

  @Test
  void aHyperNetOfAnotherSpaceIsRefused() throws IOException {
    Path other = copy("other", "settings.json", "hypernet.safetensors");
    replace(other.resolve("settings.json"), "\"width\" : \"2\"", "\"width\" : \"4\"");
    refuses(1, "hypernet.safetensors", "study", other.toString(), "--truth=" + table);
  }

  @Test
  void runsThatDifferInMoreThanTheirSeedsAreRefused() throws IOException {
    Path first = copy("several/first", "settings.json", "hypernet.safetensors");
    Path second = copy("several/second", "settings.json", "hypernet.safetensors");
    String several = folder.resolve("several").toString();
    refuses(1, "were both trained with --seed 3", "study", several, "--truth=" + table);
    replace(second.resolve("settings.json"), "\"seed\" : \"3\"", "\"seed\" : \"5\"");
    replace(first.resolve("settings.json"), "\"epochs\" : \"1\"", "\"epochs\" : \"2\"");
    refuses(1, "differ in more than their seeds", "study", several, "--truth=" + table);
  }

  /** A folder with some files of a run. */
  private static Path copy(String name, String... files) throws IOException {
    Path copy = Files.createDirectories(folder.resolve(name));
    for (String file : files) {
      Files.copy(run.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static void replace(Path file, String text, String other) throws IOException {
    String whole = Files.readString(file);
    assertThat(whole).contains(text);
    Files.writeString(file, whole.replace(text, other));
  }

  /** Refused in one line, and with every file as it was. */
  private static void refuses(int exitCode, String naming, String... arguments) throws IOException {
    Map<String, String> before = content();
    ProgramRun refused = ProgramRun.of(arguments);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
    assertThat(refused.err().lines()).singleElement().asString().startsWith("smash: ");
    assertThat(refused.err()).contains(naming);
    assertThat(content()).isEqualTo(before);
  }

  private static Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(file.toString(), Arrays.toString(MoreFiles.asByteSource(file).read()));
      }
    }
    return content;
  }
}
