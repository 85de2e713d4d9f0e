package org.smashnas.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.examples.digits.Digits;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.tf.TensorFlow;

/** One run from the training to the export, and what is refused on the way. */
class RunCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  private static Path run;
  private static ProgramRun trained;
  private static ProgramRun searched;
  private static ProgramRun derived;

  @BeforeAll
  static void trainSearchAndDerive() {
    run = folder.resolve("runs").resolve("first");
    trained = train(() -> false, run);
    searched = search(run);
    derived = derive(() -> false, run);
  }

  private static ProgramRun train(BooleanSupplier stop, Path run, String... more) {
    return ProgramRun.of(
        stop,
        with(
            more,
            "train",
            "--dataset=digits",
            "--setting=small",
            "--hypernet-units=16",
            "--epochs=2",
            "--seed=3",
            "--out=" + run));
  }

  private static ProgramRun search(Path run) {
    return ProgramRun.of("search", run.toString(), "--random=4", "--perturb=0", "--markov=2");
  }

  private static ProgramRun derive(BooleanSupplier stop, Path run, String... more) {
    return ProgramRun.of(stop, with(more, "derive", run.toString(), "--epochs=2"));
  }

  private static String[] with(String[] more, String... arguments) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Says so after being asked some times. */
  private static BooleanSupplier stopAfter(int questions) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() > questions;
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  /** Every file below a folder with its content. */
  private static Map<String, String> content(Path below) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(below.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return content;
  }

  @Test
  void theTrainingLeavesSettingsCheckpointsMetricsAndTheHyperNet() throws IOException {
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("training the HyperNet: 44 of 44, loss ", " s left");
    assertThat(trained.out())
        .contains(
            "--blocks 2 and --max-kernel 3, as the images are only 8x8x1",
            "1,077 examples of 8x8x1 to train",
            "weights generated for 8 random architectures",
            json(run.resolve("diagnosis.json")).get("verdict").asText(),
            "next: smash search " + run);
    assertThat(run.resolve("hypernet").resolve("last.safetensors")).isNotEmptyFile();
    assertThat(run.resolve("hypernet.safetensors")).isNotEmptyFile();
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2);
    JsonNode settings = json(run.resolve("settings.json"));
    assertThat(settings.get("version").asInt()).isEqualTo(2);
    assertThat(settings.at("/options/dataset").asText()).isEqualTo("digits");
    assertThat(settings.at("/options/seed").asText()).isEqualTo("3");
    assertThat(settings.at("/options/depth").asText()).isEqualTo("4");
    assertThat(settings.at("/options/max-bank-channels").asText()).isEqualTo("16");
    assertThat(settings.at("/options/blocks").asText()).isEqualTo("2");
    assertThat(settings.at("/options/max-kernel").asText()).isEqualTo("3");
    assertThat(settings.at("/options/batch-size").asText()).isEqualTo("50");
  }

  @Test
  void aDeviceThatIsNotThereIsRefusedBeforeTheRunStarts() {
    Path nothing = folder.resolve("runs").resolve("no-gpu");
    ProgramRun refused = train(() -> false, nothing, "--device=gpu:63");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("finds no [gpu:63] here", "linux-x86_64-gpu");
    assertThat(nothing.resolve("settings.json")).doesNotExist();
    assertThat(ProgramRun.of("evaluate", run.toString(), "--device=gpu:63").err())
        .contains("finds no [gpu:63] here");
    assertThat(ProgramRun.of("search", run.toString(), "--device=tpu").err())
        .contains("--device", "device is tpu; it must be cpu, gpu");
    assertThat(train(() -> false, nothing, "--threads=0").err())
        .contains("--threads is 0; it must be at least 1");
  }

  @Test
  void severalDevicesShareTheBatchesAndAreNamedAgainToGoOn() {
    Path parallel = folder.resolve("runs").resolve("parallel");
    ProgramRun stopped = train(stopAfter(3), parallel, "--device=cpu:0,cpu:1");
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(130);
    ProgramRun forgotten = ProgramRun.of("train", "--resume", "--out=" + parallel);
    assertThat(forgotten.exitCode()).isEqualTo(1);
    assertThat(forgotten.err()).contains("devices=(2 CPU, 1 CPU)");
    ProgramRun resumed =
        ProgramRun.of("train", "--resume", "--out=" + parallel, "--device=cpu:0,cpu:1");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
  }

  @Test
  void theSearchLeavesEachArchitectureOnceTheBestFirst() throws IOException {
    assertThat(searched.exitCode()).as(searched.err()).isZero();
    assertThat(searched.err()).contains("scoring architectures: 6 of 6, error ");
    JsonNode trials = json(run.resolve("search.json")).get("trials");
    assertThat(trials).hasSizeBetween(4, 6);
    assertThat(trials.findValues("architecture")).doesNotHaveDuplicates();
    for (int rank = 0; rank < trials.size(); rank++) {
      JsonNode trial = trials.get(rank);
      assertThat(trial.get("rank").asInt()).isEqualTo(rank);
      assertThat(ImmutableList.copyOf(trial.fieldNames()))
          .contains("loss", "topFiveError", "ensembleError", "parameters", "multiplyAdds");
      String stage = trial.get("number").asInt() < 4 ? "random" : "markov";
      assertThat(trial.get("stage").asText()).isEqualTo(stage);
      assertThat(trial.get("error").asDouble())
          .isGreaterThanOrEqualTo(trials.get(Math.max(0, rank - 1)).get("error").asDouble());
    }
  }

  @Test
  void theDerivedNetworkHasTheErrorsOfItsResult() throws IOException {
    assertThat(derived.exitCode()).as(derived.err()).isZero();
    JsonNode result = json(run.resolve("derived-0").resolve("result.json"));
    JsonNode best = json(run.resolve("search.json")).get("trials").get(0);
    assertThat(result.get("rank").asInt()).isZero();
    assertThat(result.get("epochs").asInt()).isEqualTo(2);
    assertThat(result.get("score")).isEqualTo(best.get("error"));
    assertThat(result.get("architecture")).isEqualTo(best.get("architecture"));
    assertThat(result.get("seconds").asDouble()).isPositive();
    assertThat(Files.readAllLines(run.resolve("derived-0").resolve("metrics.jsonl"))).hasSize(2);
    try (TrainableNetwork network =
        TensorFlow.loadNetwork(run.resolve("derived-0").resolve("network.safetensors"))) {
      Evaluation test = network.evaluate(Digits.split(3).test());
      assertThat(result.get("testError").asDouble()).isEqualTo(test.error()).isLessThan(0.7);
      assertThat(result.get("testTopFiveError").asDouble()).isEqualTo(test.topFiveError());
      assertThat(result.get("testLoss").asDouble()).isEqualTo(test.loss());
      assertThat(result.get("validationError").asDouble())
          .isEqualTo(network.evaluate(Digits.split(3).validation()).error());
      assertThat(result.get("parameters").asLong())
          .isEqualTo(best.get("parameters").asLong())
          .isEqualTo(network.network().parameters());
      assertThat(result.get("multiplyAdds").asLong()).isEqualTo(best.get("multiplyAdds").asLong());
    }
  }

  @Test
  void evaluatePrintsTheErrorsOfTheResultAndWritesNothing() throws IOException {
    Map<String, String> before = content(run);
    ProgramRun evaluated = ProgramRun.of("evaluate", run.toString());
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    JsonNode result = json(run.resolve("derived-0").resolve("result.json"));
    assertThat(percent(evaluated.out(), "test"))
        .isCloseTo(100 * result.get("testError").asDouble(), within(0.006));
    assertThat(percent(evaluated.out(), "validation"))
        .isCloseTo(100 * result.get("validationError").asDouble(), within(0.006));
    assertThat(content(run)).isEqualTo(before);
  }

  private static double percent(String out, String part) {
    Matcher line = Pattern.compile("(?m)^" + part + " +([\\d.]+) %").matcher(out);
    assertThat(line.find()).as(out).isTrue();
    return Double.parseDouble(line.group(1));
  }

  @Test
  void exportWritesASavedModelWithoutTheData() {
    Path model = folder.resolve("models").resolve("first");
    ProgramRun exported = ProgramRun.of("export", run.toString(), model.toString());
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    assertThat(exported.out()).contains("wrote " + model);
    assertThat(model.resolve("saved_model.pb")).isNotEmptyFile();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  @DisabledOnOs(OS.WINDOWS)
  void aTerminationSignalSavesACheckpointAndSaysHowToGoOn()
      throws IOException, InterruptedException {
    Path killed = folder.resolve("killed");
    Process process =
        start(
            "train",
            "--dataset=digits",
            "--setting=small",
            "--blocks=1",
            "--max-kernel=3",
            "--epochs=20",
            "--out=" + killed);
    try (BufferedReader lines = process.errorReader()) {
      waitForTheTraining(lines);
      process.toHandle().destroy(); // the process itself would close the streams
      assertThat(lines.lines().filter(line -> line.startsWith("smash: ")).toList())
          .singleElement()
          .asString()
          .contains("steps; it goes on from", "smash train --out " + killed + " --resume");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(killed.resolve("hypernet").resolve("last.safetensors")).isNotEmptyFile();
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Smash.class.getName());
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void waitForTheTraining(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("training the HyperNet")) {
      line = lines.readLine();
    }
    assertThat(line).as("first line of the training").isNotNull();
  }

  @Test
  void anotherRankIsDerivedFromGeneratedWeights() throws IOException {
    ProgramRun second = derive(() -> false, run, "--rank=1", "--from-generated");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.out()).contains("--rank 1");
    assertThat(json(run.resolve("derived-1").resolve("result.json")).get("architecture"))
        .isEqualTo(json(run.resolve("search.json")).get("trials").get(1).get("architecture"));
  }

  @Test
  void theTrainingThatWasStoppedEndsWithTheSameBytes() throws IOException {
    Path stopped = folder.resolve("stopped");
    ProgramRun first = train(stopAfter(29), stopped);
    assertThat(first.exitCode()).isEqualTo(130);
    assertThat(smashLines(first))
        .singleElement()
        .asString()
        .contains("cancelled after 29 of 44 steps", "smash train --out " + stopped + " --resume");
    assertThat(stopped.resolve("hypernet.safetensors")).doesNotExist();
    ProgramRun second = ProgramRun.of("train", "--out=" + stopped, "--resume");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(stopped.resolve("hypernet.safetensors"))
        .hasSameBinaryContentAs(run.resolve("hypernet.safetensors"));
    assertThat(metrics(stopped.resolve("metrics.jsonl")))
        .isEqualTo(metrics(run.resolve("metrics.jsonl")));
    assertThat(search(stopped).exitCode()).isZero();
    assertThat(stopped.resolve("search.json")).hasSameTextualContentAs(run.resolve("search.json"));
    theDerivedTrainingThatWasStoppedEndsWithTheSameBytes(stopped);
  }

  private static void theDerivedTrainingThatWasStoppedEndsWithTheSameBytes(Path stopped) {
    ProgramRun first = derive(stopAfter(25), stopped);
    assertThat(first.exitCode()).isEqualTo(130);
    assertThat(first.err()).contains("smash derive " + stopped + " --rank 0 --resume");
    ProgramRun other = ProgramRun.of("derive", stopped.toString(), "--resume", "--epochs=3");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).startsWith("smash: --epochs is 3, but ");
    ProgramRun second = ProgramRun.of("derive", stopped.toString(), "--resume");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(stopped.resolve("derived-0").resolve("network.safetensors"))
        .hasSameBinaryContentAs(run.resolve("derived-0").resolve("network.safetensors"));
  }

  private static List<JsonNode> metrics(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      ObjectNode values = (ObjectNode) JSON.readTree(line);
      values.remove("seconds");
      lines.add(values);
    }
    return lines;
  }

  /** Of four racers two and one survive; only the last has a full score. */
  @Test
  void aSearchHasTheStagesAskedFor() throws IOException {
    Path copy = copy("other strategies", Set.of("settings.json", "hypernet.safetensors"));
    ProgramRun search =
        ProgramRun.of(
            "search",
            copy.toString(),
            "--random=0",
            "--halving=4",
            "--perturb=0",
            "--evolution=2",
            "--annealing=1",
            "--local-search=1",
            "--markov=0");
    assertThat(search.exitCode()).as(search.err()).isZero();
    Map<Integer, String> stages = new TreeMap<>();
    json(copy.resolve("search.json"))
        .get("trials")
        .forEach(trial -> stages.put(trial.get("number").asInt(), trial.get("stage").asText()));
    assertThat(stages)
        .containsExactly(
            Map.entry(7, "halving"),
            Map.entry(8, "evolution"),
            Map.entry(9, "evolution"),
            Map.entry(10, "annealing"),
            Map.entry(11, "local-search"));
  }

  @Test
  void aSearchForSeveralObjectivesSavesAndPrintsTheBestCompromises() throws IOException {
    Path copy = copy("compromises", Set.of("settings.json", "hypernet.safetensors"));
    ProgramRun search =
        ProgramRun.of(
            "search",
            copy.toString(),
            "--random=6",
            "--perturb=0",
            "--nsga2=6",
            "--population=3",
            "--markov=0",
            "--objectives=error,parameters");
    assertThat(search.exitCode()).as(search.err()).isZero();
    assertThat(generations(copy.resolve("trials.jsonl"), 1)).containsExactly(0, 0, 0, 1, 1, 1);
    JsonNode found = json(copy.resolve("search.json"));
    assertThat(found.get("objectives"))
        .extracting(JsonNode::asText)
        .containsExactly("error", "parameters");
    assertThat(found.get("trials").findValuesAsText("stage")).contains("random", "nsga2");
    List<Integer> front = new ArrayList<>();
    found.get("paretoFront").forEach(rank -> front.add(rank.asInt()));
    assertThat(front).isEqualTo(front(found.get("trials"))).startsWith(0);
    List<String> printed =
        search
            .out()
            .lines()
            .filter(line -> line.matches("\\d+ .*"))
            .map(line -> line.split(" ", -1)[0])
            .toList();
    assertThat(printed).isEqualTo(front.stream().map(String::valueOf).toList());
    assertThat(search.out()).contains("the best compromises between error, parameters:");
  }

  /** In which generation each proposal of a stage was made. */
  private static List<Integer> generations(Path journal, int stage) throws IOException {
    List<Integer> generations = new ArrayList<>();
    for (String line : Files.readAllLines(journal)) {
      JsonNode values = JSON.readTree(line);
      if (values.has("proposal") && values.get("stage").asInt() == stage) {
        generations.add(values.get("generation").asInt());
      }
    }
    return generations;
  }

  /** The ranks of what no better ranked one has fewer or as many parameters as. */
  private static List<Integer> front(JsonNode trials) {
    List<Integer> front = new ArrayList<>();
    long least = Long.MAX_VALUE;
    for (JsonNode trial : trials) {
      if (trial.get("parameters").asLong() < least) {
        least = trial.get("parameters").asLong();
        front.add(trial.get("rank").asInt());
      }
    }
    return front;
  }

  @Test
  void aSearchThatIsStoppedGoesOn() throws IOException {
    Path copy = copy("unsearched", Set.of("settings.json", "hypernet.safetensors"));
    String[] search = {"search", copy.toString(), "--random=4", "--perturb=0", "--markov=2"};
    ProgramRun stopped = ProgramRun.of(stopAfter(2), search);
    assertThat(stopped.exitCode()).isEqualTo(130);
    assertThat(smashLines(stopped))
        .singleElement()
        .asString()
        .contains("after 3 of 6", "smash search " + copy + " --resume");
    assertThat(copy.resolve("search.json")).doesNotExist();
    refuses(1, List.of(copy + " holds a search that was stopped", "--resume"), search);
    Path settings = copy.resolve("search-settings.json");
    refuses(
        2,
        List.of("--random is 5, but " + settings + " has 4", "leave it out"),
        "search",
        copy.toString(),
        "--resume",
        "--random=5");
    refuses(
        2,
        List.of("--max-parameters is 9, but " + settings + " has none"),
        "search",
        copy.toString(),
        "--resume",
        "--max-parameters=9");
    ProgramRun resumed = ProgramRun.of("search", copy.toString(), "--resume", "--markov=2");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(copy.resolve("search.json")).hasSameTextualContentAs(run.resolve("search.json"));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void aSearchThatIsKilledGoesOnWithItsOptions() throws IOException, InterruptedException {
    Set<String> files = Set.of("settings.json", "hypernet.safetensors");
    String[] options = {
      "--random=30", "--perturb=5", "--markov=5", "--seed=4", "--max-parameters=40000"
    };
    Path whole = copy("whole", files);
    assertThat(ProgramRun.of(with(options, "search", whole.toString())).exitCode()).isZero();
    Path killed = copy("killed search", files);
    Path journal = killed.resolve("trials.jsonl");
    Process process = start(with(options, "search", killed.toString()));
    while (process.isAlive() && !hasResults(journal)) {
      Thread.sleep(1);
    }
    process.destroyForcibly().waitFor();
    assertThat(journal).isNotEmptyFile();
    assertThat(killed.resolve("search.json")).doesNotExist();
    ProgramRun resumed = ProgramRun.of("search", killed.toString(), "--resume");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    for (String file : List.of("search.json", "search-settings.json", "trials.jsonl")) {
      assertThat(killed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  private static boolean hasResults(Path journal) throws IOException {
    return Files.exists(journal) && Files.readString(journal).contains("\"evaluation\":{");
  }

  /** Its process was killed before it scored anything. */
  @Test
  void aSearchThatHasOnlyItsSettingsGoesOn() throws IOException {
    Path copy =
        copy(
            "settings alone",
            Set.of("settings.json", "hypernet.safetensors", "search-settings.json"));
    ProgramRun resumed = ProgramRun.of("search", copy.toString(), "--resume");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(copy.resolve("search.json")).hasSameTextualContentAs(run.resolve("search.json"));
  }

  @Test
  void thereMustBeASearchToGoOnWith() throws IOException {
    Path copy = copy("never searched", Set.of("settings.json", "hypernet.safetensors"));
    refuses(
        1,
        List.of("search-settings.json", "no search to go on with", "leave --resume out"),
        "search",
        copy.toString(),
        "--resume");
  }

  @Test
  void whatHasTooManyParametersIsLeftOut() throws IOException {
    JsonNode all = json(run.resolve("search.json")).get("trials");
    long limit = all.get(0).get("parameters").asLong();
    Path copy = copy("limited", Set.of("settings.json", "hypernet.safetensors"));
    ProgramRun limited =
        ProgramRun.of(
            "search",
            copy.toString(),
            "--random=4",
            "--perturb=0",
            "--markov=0",
            "--max-parameters=" + limit);
    assertThat(limited.exitCode()).as(limited.err()).isZero();
    json(copy.resolve("search.json"))
        .get("trials")
        .forEach(trial -> assertThat(trial.get("parameters").asLong()).isLessThanOrEqualTo(limit));
    refuses(2, List.of("--max-parameters is 0"), "search", copy.toString(), "--max-parameters=0");
  }

  /** A folder with some files of the run. */
  private static Path copy(String name, Set<String> files) throws IOException {
    Path copy = Files.createDirectories(folder.resolve(name));
    for (String file : files) {
      Files.copy(run.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static List<String> smashLines(ProgramRun run) {
    return run.err().lines().filter(line -> line.startsWith("smash: ")).toList();
  }

  /** Refused in one line, and with every file as it was. */
  private static void refuses(int exitCode, List<String> naming, String... arguments)
      throws IOException {
    Map<String, String> before = content(folder);
    ProgramRun refused = ProgramRun.of(arguments);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
    assertThat(refused.err().lines()).singleElement().asString().startsWith("smash: ");
    assertThat(refused.err()).contains(naming);
    assertThat(content(folder)).isEqualTo(before);
  }

  @Test
  void whatWasMadeBeforeIsNotMadeAgain() throws IOException {
    refuses(
        1,
        List.of(run + " holds a training already", "--resume", "another folder"),
        "train",
        "--dataset=digits",
        "--out=" + run);
    refuses(
        1, List.of("search.json holds a search already", "remove it"), "search", run.toString());
    refuses(1, List.of("derived-0 holds a training already", "--resume"), "derive", run.toString());
    refuses(
        1,
        List.of(run + " is there already", "another folder"),
        "export",
        run.toString(),
        run.toString());
  }

  @Test
  void whatIsMissingIsNamedWithTheCommandThatMakesIt() throws IOException {
    Path none = folder.resolve("none");
    refuses(
        1, List.of(none.resolve("settings.json") + "", "smash train"), "search", none.toString());
    refuses(1, List.of("settings.json"), "train", "--resume", "--out=" + none);
    Path untrained = copy("untrained", Set.of("settings.json"));
    refuses(
        1,
        List.of("hypernet.safetensors is not there", "smash train --out " + untrained),
        "search",
        untrained.toString());
    refuses(1, List.of("search.json", "smash search " + untrained), "derive", untrained.toString());
    refuses(
        1,
        List.of("network.safetensors is not there", "smash derive " + run + " --rank 5"),
        "evaluate",
        run.toString(),
        "--rank=5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "6"})
  void aRankOutOfRangeIsNamedWithTheRange(String rank) throws IOException {
    refuses(
        1,
        List.of("--rank is " + rank, "the ranks 0 to "),
        "derive",
        run.toString(),
        "--rank",
        rank);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "settings.json | \"version\" : 2       | \"version\" : 1        | has version 1",
        "settings.json | \"seed\" : \"3\",     |                        | lacks [seed]",
        "settings.json | \"depth\" : \"4\",    |                        | lacks [depth]",
        "settings.json | \"seed\" : \"3\"      | \"seed\" : \"x\"       | 'x' is not a long",
        "settings.json | \"seed\" : \"3\"      | \"sead\" : \"3\"       | --sead",
        "settings.json | \"depth\" : \"4\"     | \"depth\" : \"0\"      | depth is 0",
        "settings.json | \"dataset\" : \"dig    | \"dataset\" : \"dog     | 'dogits' is none of",
        "settings.json | \"options\"           | \"opinions\"           | at options",
        "search.json   | \"version\" : 2       | \"version\" : 7        | has version 7",
        "search.json   | \"rank\" : 0          | \"rank\" : 1           | has rank 1",
        "search.json   | '\"bankSize\" : '     | '\"bankSize\" : 9'     | search again",
        "search.json   | \"trials\"            | \"trails\"             | at trials",
      })
  void aDamagedFileIsNamedWithThePlace(String file, String text, String other, String naming)
      throws IOException {
    Path copy = folder.resolve("damaged" + System.nanoTime());
    Files.createDirectories(copy);
    for (String name : List.of("settings.json", "search.json")) {
      Files.copy(run.resolve(name), copy.resolve(name));
    }
    String whole = Files.readString(copy.resolve(file));
    assertThat(whole).contains(text);
    Files.writeString(
        copy.resolve(file), whole.replaceFirst(Pattern.quote(text), other == null ? "" : other));
    refuses(1, List.of(copy.resolve(file).toString(), naming), "derive", copy.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--dataset=cats                          | 'cats' is none of digits, cifar10",
        "--dataset=cifar10                       | --dataset cifar10 needs --data",
        "--dataset=digits --fold=1               | --fold is 1",
        "--dataset=digits --side=16              | --side is 16",
        "--dataset=stl10 --data=x --fold=10      | --fold is 10; it must be from 0 to 9",
        "--dataset=digits --epochs=0             | epochs is 0; it must be at least 1",
        "--dataset=digits --patience=0           | --patience is 0; it must be at least 1",
        "--dataset=digits --keep-every=0         | keep every 0",
        "--dataset=digits --learning-rate=-1     | learning rate is -1.0",
        "--dataset=digits --depth=0              | depth is 0",
        "--dataset=digits --hypernet=paper --hypernet-growth=0 | growth 0",
        "--dataset=digits --hypernet-growth=4    | --hypernet-growth is no option of --hypernet"
            + " perce",
        "--dataset=digits --hypernet=paper --hypernet-units=4 | no option of --hypernet paper",
        "--dataset=digits --hypernet=graph       | 'graph' is none of perceptron, paper",
        "--dataset=digits --hypernet-units=0     | HyperNet has 0 units",
        "--dataset=digits --hypernet-depth=8,x   | 'x' is not an int",
        "--dataset=digits --blocks=3             | too small for 3 blocks",
        "--dataset=digits --blocks=2 --max-kernel=5 | too small for 2 blocks with maxKernel 5",
        "--dataset=digits --gates=nand           | 'nand' is none of none, add-split, multiply",
        "--dataset=digits --gates=multiply       | gates is MULTIPLY",
        "--dataset=digits --schedule-drop=0.5    | are for --schedule steps, not cosine",
        "--dataset=digits --static-kernels --max-kernel=5 | contradicts --max-kernel 5",
        "--dataset=digits --static-groups --max-groups=2  | contradicts --max-groups 2",
        "--dataset=digits --space=graphs         | 'graphs' is none of memory-bank, cells",
        "--dataset=digits --stages=2             | --stages is no option of --space memory-bank",
        "--dataset=digits --space=cells --depth=4 | --depth is no option of --space cells",
        "--dataset=digits --space=cells --setting=small | --setting is no option of --space",
        "--dataset=digits --space=cells --stages=9 | stages is 9; it must be from 2 to 8",
        "--dataset=digits --space=cells --stages=5 | input 8x8x1 cannot be halved 4 time(s)",
        "--dataset=digits --space=cells --width=0 | width is 0; it must be at least 1",
        "--dataset=digits --batchsize=9          | perhaps --batch-size",
        "--epochs=3                              | --dataset is missing",
      })
  void aWrongOptionIsNamedBeforeTheWork(String options, String naming) throws IOException {
    Path untouched = folder.resolve("untouched");
    refuses(
        2,
        List.of(naming, "see 'smash train --help'"),
        with(options.split(" ", -1), "train", "--out=" + untouched));
    assertThat(untouched).doesNotExist();
  }

  @Test
  void aFolderOrDataThatCannotBeUsedIsNamedBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    refuses(
        1,
        List.of("cannot write to " + file, "name another"),
        "train",
        "--dataset=digits",
        "--out=" + file);
    refuses(
        1,
        List.of(folder.resolve("nowhere").toString()),
        "train",
        "--dataset=cifar10",
        "--data=" + folder.resolve("nowhere"),
        "--out=" + folder.resolve("untouched"));
  }

  @Test
  void anOptionThatDiffersFromTheSavedOneIsRefusedAndAnEqualOneIsNot() throws IOException {
    refuses(
        2,
        List.of("--depth is 5, but " + run.resolve("settings.json") + " has 4"),
        "train",
        "--out=" + run,
        "--resume",
        "--seed=3",
        "--depth=5");
    refuses(
        2,
        List.of("--patience is 5", "has none"),
        "train",
        "--out=" + run,
        "--resume",
        "--patience=5");
    ProgramRun again =
        ProgramRun.of("train", "--out=" + run, "--resume", "--seed=3", "--depth=4", "--epochs=2");
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--random=-1, --random is -1",
    "--local-search=-2, --local-search is -2",
    "--probability=0, --probability is 0.0",
    "--population=0, --population is 0",
    "--nsga2=9, '--nsga2 looks for compromises, but --objectives has one'",
    "'--objectives=error,loss,error', --objectives has one twice",
    "--objectives=size, 'is none of error, top-five-error, loss, parameters, multiply-adds'"
  })
  void aWrongSearchIsRefused(String option, String naming) throws IOException {
    refuses(2, List.of(naming), "search", run.toString(), option);
  }

  @Test
  void aSearchOfNothingIsRefused() throws IOException {
    refuses(
        2,
        List.of("--random and all other numbers", "at least one must be above 0"),
        "search",
        run.toString(),
        "--random=0",
        "--perturb=0",
        "--markov=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "search", "study", "derive", "evaluate", "export"})
  void eachCommandSaysWhatItNeedsAndWritesWithAnExample(String command) {
    ProgramRun help = ProgramRun.of(command, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("Needs", "Example:", "smash " + command + " ")
        .containsPattern("[Ww]rites\\s");
  }

  @Test
  void theHelpOfTrainHasThePapersDefaults() {
    String help =
        ProgramRun.of("train", "--help").out().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    assertThat(help)
        .containsPattern("--epochs=n [^-]*default: 100 ")
        .containsPattern("--batch-size=n [^-]*default: 50 ")
        .containsPattern("--learning-rate=x [^-]*default: 0.001 ")
        .containsPattern("--depth=n [^-]*default: 12, in small 4 ")
        .containsPattern("--hypernet-depth=n,n,... [^-]*default: 8,10,4 ")
        .containsPattern("--hypernet=name [^-]*default: perceptron ");
  }
}
