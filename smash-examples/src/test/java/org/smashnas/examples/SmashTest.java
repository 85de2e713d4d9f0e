package org.smashnas.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.data.Split;
import org.smashnas.examples.digits.Digits;
import org.smashnas.examples.digits.DigitsCommand;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Network;
import org.smashnas.random.RandomStreams;
import org.smashnas.tf.TensorFlow;

/** The command line program, as one calls it. */
class SmashTest {
  private static final String SECONDS = "secondsTotal";

  @TempDir private static Path folder;

  private static ProgramRun first;
  private static Path out;

  @BeforeAll
  static void searchDigits() {
    out = folder.resolve("runs").resolve("first");
    first = digits(out);
  }

  private static ProgramRun digits(Path out) {
    return ProgramRun.of(
        "digits",
        "--hypernet-epochs",
        "2",
        "--random",
        "6",
        "--perturb",
        "2",
        "--markov",
        "2",
        "--epochs",
        "2",
        "--seed",
        "3",
        "--out",
        out.toString());
  }

  @Test
  void digitsSucceedsAndSaysWhatItDoes() {
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .contains(
            "digits: 1077 to train, 360 to validate, 360 to test",
            "best five by score:",
            "best-scored architecture",
            "hand-made network",
            "worst-scored architecture",
            "wrote " + out.resolve("result.json"));
    assertThat(first.err())
        .contains(
            "training the HyperNet: 44 of 44, loss ",
            "scoring architectures: 10 of 10, ",
            "training the best: 44 of 44, ",
            "training a hand-made network: 44 of 44, ",
            "training the worst-scored: 44 of 44, ");
  }

  @Test
  void digitsLeavesTheResultAndTheNetworkAndNothingElse() {
    assertThat(out)
        .isDirectoryContaining("glob:**/result.json")
        .isDirectoryContaining("glob:**/best.safetensors")
        .isDirectoryNotContaining("glob:**/*.tmp");
  }

  @Test
  void theResultHasExactlyItsFields() throws IOException {
    ObjectNode result = result(out);
    assertThat(ImmutableList.copyOf(result.fieldNames()))
        .containsExactlyInAnyOrder(
            "seed",
            "testError",
            "validationError",
            "score",
            "architecturesScored",
            "parameters",
            "multiplyAdds",
            "baselineTestError",
            "baselineParameters",
            "worstScore",
            "worstScoredTestError",
            "worstScoredParameters",
            SECONDS,
            "architecture");
  }

  private static ObjectNode result(Path out) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(Files.readString(out.resolve("result.json")));
  }

  @Test
  void theResultIsInRange() throws IOException {
    ObjectNode result = result(out);
    assertThat(result.get("seed").asLong()).isEqualTo(3);
    assertThat(result.get("architecturesScored").asLong()).isBetween(6L, 10L);
    assertThat(result.get(SECONDS).asDouble()).isBetween(0.1, 600.0);
    assertThat(result.get("worstScore").asDouble())
        .isGreaterThanOrEqualTo(result.get("score").asDouble());
    for (String error :
        List.of("testError", "validationError", "baselineTestError", "worstScoredTestError")) {
      assertThat(result.get(error).asDouble()).as(error).isBetween(0.0, 0.7); // chance is 0.9
      double wrong = result.get(error).asDouble() * 360;
      assertThat(wrong).as(error).isCloseTo(Math.rint(wrong), within(1e-6));
    }
    assertThat(result.get("baselineParameters").asDouble() / result.get("parameters").asDouble())
        .isBetween(0.8, 1.25);
  }

  @Test
  void theArchitectureOfTheResultIsOfTheSpaceAndCostsWhatItSays() throws IOException {
    ObjectNode result = result(out);
    MemoryBankSpace space = DigitsCommand.space(Digits.read());
    MemoryBank architecture = space.codec().fromJson(result.get("architecture").toString());
    space.validate(architecture);
    Network network = space.derivedNetwork(architecture);
    assertThat(network.parameters()).isEqualTo(result.get("parameters").asLong());
    assertThat(network.multiplyAdds()).isEqualTo(result.get("multiplyAdds").asLong());
  }

  @Test
  void theSavedNetworkHasTheErrorsOfTheResult() throws IOException {
    ObjectNode result = result(out);
    Split data = Digits.read().split(360, 360, new RandomStreams(3).stream("split", 0));
    try (TrainableNetwork best = TensorFlow.loadNetwork(out.resolve("best.safetensors"))) {
      assertThat(best.evaluate(data.test()).error()).isEqualTo(result.get("testError").asDouble());
      assertThat(best.evaluate(data.validation()).error())
          .isEqualTo(result.get("validationError").asDouble());
      assertThat(best.network().parameters()).isEqualTo(result.get("parameters").asLong());
    }
  }

  @Test
  void equalSeedsGiveEqualResultsButForTheTime() throws IOException {
    Path again = folder.resolve("again");
    assertThat(digits(again).exitCode()).isZero();
    assertThat(withoutTime(again)).isEqualTo(withoutTime(out));
    assertThat(Files.readAllBytes(again.resolve("best.safetensors")))
        .isEqualTo(Files.readAllBytes(out.resolve("best.safetensors")));
  }

  private static JsonNode withoutTime(Path out) throws IOException {
    ObjectNode result = result(out);
    result.remove(SECONDS);
    return result;
  }

  @Test
  void aFileInPlaceOfTheFolderIsReportedInOneLineBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    ProgramRun run = ProgramRun.of("digits", "--out", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("smash: cannot make the folder " + file)
        .endsWith("name another with --out");
    assertThat(file).hasContent("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--hypernet-epochs", "--random", "--perturb", "--markov", "--epochs"})
  void countsBelowOneAreAWrongCommandLine(String option) {
    Path untouched = folder.resolve("untouched");
    ProgramRun run = ProgramRun.of("digits", option, "0", "--out", untouched.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("smash: " + option + " is 0; it must be at least 1");
    assertThat(untouched).doesNotExist();
  }

  @Test
  void anUnknownOptionIsAWrongCommandLine() {
    ProgramRun run = ProgramRun.of("digits", "--colour", "red");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--colour", "see 'smash digits --help'").doesNotContain("\tat ");
  }

  @Test
  void aNumberThatIsNoneIsAWrongCommandLine() {
    ProgramRun run = ProgramRun.of("digits", "--epochs", "many");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--epochs", "'many' is not an int").doesNotContain("\tat ");
  }

  @Test
  void helpListsTheOptionsWithTheirDefaults() {
    ProgramRun run = ProgramRun.of("digits", "--help");
    assertThat(run.exitCode()).isZero();
    List<String> lines = new ArrayList<>();
    run.out().replaceAll("\\s+Default", " Default").lines().forEach(lines::add);
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("--out=DIR", "Default: runs/digits"))
        .anySatisfy(line -> assertThat(line).contains("--seed=N", "Default: 0"))
        .anySatisfy(line -> assertThat(line).contains("--hypernet-epochs=N", "Default: 40"))
        .anySatisfy(line -> assertThat(line).contains("--random=N", "Default: 200"))
        .anySatisfy(line -> assertThat(line).contains("--perturb=N", "Default: 50"))
        .anySatisfy(line -> assertThat(line).contains("--markov=N", "Default: 50"))
        .anySatisfy(line -> assertThat(line).contains("--epochs=N", "Default: 60"));
  }

  @Test
  void theProgramItselfListsItsCommandsAndItsVersion() {
    assertThat(ProgramRun.of("--help").out())
        .contains(
            "Usage: smash",
            "train",
            "search",
            "study",
            "derive",
            "evaluate",
            "export",
            "digits",
            "130");
    assertThat(ProgramRun.of("--version").out()).startsWith("smash 0.1.0");
  }
}
