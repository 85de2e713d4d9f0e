package org.smashnas.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.study.BitSpace.Bits;

class RankStudyTest {
  private static final BitSpace SPACE = new BitSpace(64);

  @TempDir private Path folder;
  private final AtomicInteger calls = new AtomicInteger();

  private static ImmutableList<Bits> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Bits::new).collect(ImmutableList.toImmutableList());
  }

  private static TruthTable<Bits> table(int size) {
    return TruthTable.of(
        "the number itself",
        ImmutableMap.copyOf(
            Maps.toMap(numbers(0, size), bits -> ImmutableList.of((double) bits.value()))));
  }

  private static double noise(Bits bits, long seed) {
    return new SplittableRandom(1_000L * seed + bits.value()).nextDouble() * 20;
  }

  private double train(Bits bits, long seed) {
    calls.incrementAndGet();
    return bits.value() + noise(bits, 100 + seed);
  }

  private double predict(Bits bits, long seed) {
    calls.incrementAndGet();
    return noise(bits, seed) - bits.value();
  }

  /** Names in any language: a kill may leave half a character. */
  private RankStudy<Bits> ownStudy(Path journal) {
    return RankStudy.over(SPACE)
        .truth("zwölf Epochen", this::train, 5, 6)
        .architectures(12)
        .seed(4)
        .hyperNetSeeds(1, 2)
        .seededPredictor(
            "Verlust λ", seed -> bits -> predict(bits, seed), Direction.LOWER_IS_BETTER)
        .parameters()
        .rankSum("Verlust λ", "parameters")
        .resamples(100)
        .journal(journal);
  }

  @Test
  void aPerfectPredictorIsFoundPerfectAndItsReverseTheReverse() {
    RankStudyResult result =
        RankStudy.over(SPACE)
            .truth(table(40))
            .predictor("truth itself", Bits::value, Direction.HIGHER_IS_BETTER)
            .predictor("reverse", Bits::value, Direction.LOWER_IS_BETTER)
            .predictor("again", bits -> -bits.value(), Direction.LOWER_IS_BETTER)
            .resamples(100)
            .run();
    assertThat(result.architectures()).isEqualTo(40);
    for (String correlation :
        List.of("kendallTau", "kendallTauBetterHalf", "kendallTauBest30", "spearman")) {
      assertThat(result.estimate("truth itself", correlation).value()).isCloseTo(1, within(1e-9));
      assertThat(result.estimate("reverse", correlation).value()).isCloseTo(-1, within(1e-9));
    }
    assertThat(result.estimate("truth itself", "regretAt1").value()).isZero();
    assertThat(result.estimate("reverse", "regretAt10").value()).isEqualTo(30);
    assertThat(result.estimate("truth itself", "precisionAt10").value()).isEqualTo(1);
    assertThat(result.predictors().get("again")).isEqualTo(result.predictors().get("truth itself"));
    assertThat(result.difference("truth itself", "reverse", "kendallTau").value())
        .isCloseTo(2, within(1e-9));
    assertThat(result.difference("reverse", "truth itself", "kendallTau").low())
        .isCloseTo(-2, within(1e-9));
    assertThat(result.ceiling()).isEmpty();
  }

  @Test
  void measuresOfOneScorerShareItsScorings() {
    Scorer<Bits> scorer =
        (bits, fidelity) -> {
          calls.incrementAndGet();
          assertThat(fidelity).isEqualTo(1);
          return Score.ofError(1.0 / (1 + bits.value()));
        };
    RankStudyResult result =
        RankStudy.over(SPACE)
            .truth(table(30))
            .predictor("error", scorer, Evaluation::error, Direction.LOWER_IS_BETTER)
            .predictor("loss", scorer, Evaluation::loss, Direction.LOWER_IS_BETTER)
            .hyperNetSeeds(1, 2)
            .seededPredictor("seeded", seed -> scorer, Evaluation::loss, Direction.LOWER_IS_BETTER)
            .multiplyAdds()
            .resamples(100)
            .run();
    assertThat(calls).hasValue(30);
    assertThat(result.estimate("loss", "kendallTau").value()).isCloseTo(1, within(1e-9));
    assertThat(result.predictors().get("seeded")).isEqualTo(result.predictors().get("loss"));
    assertThat(result.estimate("multiplyAdds", "kendallTau").value()).isBetween(0.2, 0.8);
  }

  @Test
  void aRankSumAddsRanks() {
    RankStudyResult result =
        RankStudy.over(SPACE)
            .truth(table(20))
            .predictor("value", Bits::value, Direction.HIGHER_IS_BETTER)
            .predictor("square", bits -> bits.value() * bits.value(), Direction.LOWER_IS_BETTER)
            .predictor("high", bits -> Math.floorDiv(bits.value(), 4), Direction.HIGHER_IS_BETTER)
            .predictor("low", bits -> bits.value() % 4, Direction.HIGHER_IS_BETTER)
            .rankSum("value", "square")
            .rankSum("high", "low")
            .resamples(100)
            .run();
    assertThat(result.estimate("rankSum(value, square)", "spearman").value()).isZero();
    // Ranks of high: groups of 4, 4 apart; of low: groups of 5, 5 apart.
    double[] sum =
        IntStream.range(0, 20)
            .mapToDouble(n -> 4.0 * Math.floorDiv(n, 4) + 5.0 * (n % 4))
            .toArray();
    double[] truth = IntStream.range(0, 20).asDoubleStream().toArray();
    assertThat(result.estimate("rankSum(high, low)", "kendallTau").value())
        .isCloseTo(RankCorrelation.kendall(sum, truth), within(1e-12));
  }

  /** Two HyperNets are each half wrong, and right together. */
  @Test
  void aSeedMeanIsWhatAllSeedsPredictTogether() {
    RankStudyResult result =
        RankStudy.over(SPACE)
            .truth(table(20))
            .hyperNetSeeds(0, 1)
            .seededPredictor(
                "score",
                seed ->
                    bits ->
                        seed == 0
                            ? bits.value() + 100 * (bits.value() % 2)
                            : -100 * (bits.value() % 2),
                Direction.HIGHER_IS_BETTER)
            .predictor("value", Bits::value, Direction.LOWER_IS_BETTER)
            .seedMean("score")
            .rankSum("seedMean(score)", "value")
            .resamples(100)
            .run();
    assertThat(result.estimate("score", "kendallTau").value()).isLessThan(0.5);
    assertThat(result.estimate("seedMean(score)", "kendallTau").value())
        .isCloseTo(1, within(1e-12));
    assertThat(result.estimate("rankSum(seedMean(score), value)", "spearman").value()).isZero();
  }

  @Test
  void aStudyKilledAnywhereEndsAsTheOneThatWasNot() throws IOException {
    Path whole = folder.resolve("whole.jsonl");
    RankStudyResult expected = ownStudy(whole).run();
    int found = calls.get();
    assertThat(found).isEqualTo(12 * 2 + 12 * 2);
    byte[] journal = Files.readAllBytes(whole);
    Path killed = folder.resolve("run").resolve("killed.jsonl");
    Files.createDirectories(killed.getParent());
    int lines = 0;
    for (int length = 0; length <= journal.length; length++) {
      boolean lineEnd = length > 0 && journal[length - 1] == '\n';
      lines += lineEnd ? 1 : 0;
      boolean withinCharacter = length > 0 && length < 500 && journal[length - 1] < 0;
      if (lineEnd || withinCharacter || length % 61 == 0) {
        Files.write(killed, Arrays.copyOf(journal, length));
        calls.set(0);
        assertThat(ownStudy(killed).run()).isEqualTo(expected);
        assertThat(killed).hasBinaryContent(journal);
      }
    }
    assertThat(calls).as("found anew when all is in the journal").hasValue(0);
    assertThat(lines).isEqualTo(1 + found + 12);
  }

  @Test
  void aStudyThatFailsKeepsWhatItHas() {
    Path journal = folder.resolve("study.jsonl");
    RankStudy<Bits> failing =
        RankStudy.over(SPACE)
            .truth(
                "fragile",
                (bits, seed) -> {
                  if (calls.incrementAndGet() == 8) {
                    throw new IllegalStateException("power cut");
                  }
                  return bits.value();
                },
                1)
            .architectures(numbers(0, 12))
            .parameters()
            .resamples(100)
            .journal(journal);
    assertThatIllegalStateException().isThrownBy(failing::run).withMessage("power cut");
    failing.run();
    assertThat(calls).hasValue(13);
  }

  @Test
  void theJournalOfAnotherStudyIsRefusedByNameAndUnharmed() throws IOException {
    Path journal = folder.resolve("study.jsonl");
    ownStudy(journal).run();
    byte[] content = Files.readAllBytes(journal);
    assertRefused(ownStudy(journal).hyperNetSeeds(1, 3), "HyperNet seeds", "[1, 2]", "[1, 3]");
    assertRefused(ownStudy(journal).multiplyAdds(), "predictors", "multiplyAdds");
    assertRefused(ownStudy(journal).seed(5), "hash of the architectures");
    assertRefused(other(new BitSpace(65), "zwölf Epochen", 12, 5, 6), "space", "bits below 65");
    assertRefused(other(SPACE, "drei Epochen", 12, 5, 6), "truth", "drei Epochen");
    assertRefused(other(SPACE, "zwölf Epochen", 12, 5), "seeds of the truth", "[5]");
    assertRefused(other(SPACE, "zwölf Epochen", 13, 5, 6), "number of architectures", "13");
    assertThat(journal).hasBinaryContent(content);
  }

  private RankStudy<Bits> other(BitSpace space, String truth, int architectures, long... seeds) {
    return RankStudy.over(space)
        .truth(truth, this::train, seeds)
        .architectures(architectures)
        .seed(4)
        .hyperNetSeeds(1, 2)
        .seededPredictor("Verlust λ", seed -> Bits::value, Direction.LOWER_IS_BETTER)
        .parameters()
        .journal(folder.resolve("study.jsonl"));
  }

  private static void assertRefused(RankStudy<Bits> study, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(study::run)
        .withMessageContaining("study.jsonl")
        .withMessageContainingAll(parts);
  }

  @Test
  void filesThatAreNoJournalsAreRefusedAndUnharmed() throws IOException {
    Path journal = folder.resolve("study.jsonl");
    for (String foreign : List.of("a letter", "a letter\n", "{\"journal\":\"smash search\"}\n")) {
      Files.writeString(journal, foreign);
      assertRefused(ownStudy(journal), "name one that is");
      assertThat(journal).hasContent(foreign);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(ownStudy(folder)::run)
        .withMessageContaining("no regular file");
  }

  @Test
  void linesThatDoNotBelongAreRefused() throws IOException {
    Path journal = folder.resolve("study.jsonl");
    ownStudy(journal).run();
    List<String> lines = Files.readAllLines(journal);
    Files.writeString(journal, lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(1) + "\n");
    assertRefused(ownStudy(journal), "line 3", "line 2 again");
    String strange = lines.get(1).replace("Verlust", "Gewinn");
    Files.writeString(journal, lines.get(0) + "\n" + strange + "\n");
    assertRefused(ownStudy(journal), "line 2", "Gewinn");
    Files.writeString(journal, lines.get(1) + "\n");
    assertRefused(ownStudy(journal), "line 1", "which study");
  }

  @Test
  void numbersThatAreNoneNamePredictorSeedAndArchitecture() {
    RankStudy<Bits> study =
        RankStudy.over(SPACE)
            .truth(table(20))
            .hyperNetSeeds(8, 9)
            .seededPredictor(
                "score",
                seed -> bits -> seed == 9 && bits.value() == 17 ? Double.NaN : 1,
                Direction.HIGHER_IS_BETTER);
    assertThatIllegalArgumentException()
        .isThrownBy(study::run)
        .withMessageContainingAll("prediction of score", "seed 9", "{\"value\":17}", "NaN");
    RankStudy<Bits> diverging =
        RankStudy.over(SPACE)
            .truth("trained", (bits, seed) -> Double.NEGATIVE_INFINITY, 3)
            .architectures(numbers(5, 20))
            .parameters();
    assertThatIllegalArgumentException()
        .isThrownBy(diverging::run)
        .withMessageContainingAll("truth with seed 3", "{\"value\":5}", "-Infinity");
  }

  @Test
  void architecturesAreEnoughKnownAndOfTheSpace() {
    assertThatIllegalArgumentException()
        .isThrownBy(RankStudy.over(SPACE).truth(table(9)).parameters()::run)
        .withMessageContainingAll("9 architectures", "10");
    assertThatIllegalArgumentException()
        .isThrownBy(
            RankStudy.over(SPACE).truth(table(20)).architectures(numbers(30, 50)).parameters()::run)
        .withMessageContainingAll("none of the 20", "the number itself");
    assertThatIllegalArgumentException()
        .isThrownBy(RankStudy.over(SPACE).truth(table(20)).architectures(21).parameters()::run)
        .withMessageContainingAll("21", "has 20");
    assertThatIllegalArgumentException()
        .isThrownBy(RankStudy.over(new BitSpace(15)).truth(table(20)).parameters()::run)
        .withMessageContainingAll("architecture 15", "bits below 15", "from 0 to 14");
    assertThatIllegalArgumentException()
        .isThrownBy(
            RankStudy.over(new BitSpace(15))
                    .truth("t", this::train, 1)
                    .architectures(16)
                    .parameters()
                ::run)
        .withMessageContainingAll("16", "gave 15");
    assertThatIllegalArgumentException()
        .isThrownBy(RankStudy.over(SPACE).truth(table(20)).precisionAt(10, 25).parameters()::run)
        .withMessageContainingAll("25", "20 architectures");
  }

  @Test
  void architecturesWithoutTruthAreLeftOutAndCounted() {
    RankStudyResult result =
        RankStudy.over(SPACE)
            .truth(table(20))
            .architectures(numbers(5, 30))
            .parameters()
            .resamples(100)
            .run();
    assertThat(result.architectures()).isEqualTo(15);
    assertThat(result.withoutTruth()).isEqualTo(10);
  }

  @Test
  void descriptionsThatMakeNoSenseAreRefusedAtOnce() {
    RankStudy<Bits> study = RankStudy.over(SPACE).parameters();
    assertThatIllegalStateException().isThrownBy(study::run).withMessageContaining("no truth");
    assertThatIllegalStateException()
        .isThrownBy(RankStudy.over(SPACE).truth(table(20))::run)
        .withMessageContaining("no predictor");
    assertThatIllegalStateException()
        .isThrownBy(RankStudy.over(SPACE).truth("t", this::train, 1).parameters()::run)
        .withMessageContaining("no architectures");
    assertThatIllegalStateException().isThrownBy(() -> study.truth(table(20)).truth(table(20)));
    assertThatIllegalStateException()
        .isThrownBy(() -> study.architectures(20).architectures(numbers(0, 20)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankStudy.over(SPACE).architectures(List.of(new Bits(1), new Bits(1))))
        .withMessageContaining("value=1");
    assertThatIllegalArgumentException().isThrownBy(study::parameters).withMessageContaining("own");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> study.predictor("truth", Bits::value, Direction.HIGHER_IS_BETTER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> study.rankSum("parameters", "synflow"))
        .withMessageContaining("synflow");
    assertThatIllegalArgumentException().isThrownBy(() -> study.rankSum("parameters"));
    assertThatIllegalArgumentException().isThrownBy(() -> study.hyperNetSeeds(1, 1));
    assertThatIllegalArgumentException().isThrownBy(study::hyperNetSeeds);
    assertThatIllegalArgumentException().isThrownBy(() -> study.regretAt(0));
    assertThatIllegalArgumentException().isThrownBy(() -> study.resamples(99));
  }

  @Test
  void anInterruptionEndsTheStudy() {
    RankStudy<Bits> study =
        RankStudy.over(SPACE)
            .truth(table(20))
            .predictor(
                "slow",
                bits -> {
                  Thread.currentThread().interrupt();
                  return calls.incrementAndGet();
                },
                Direction.HIGHER_IS_BETTER);
    assertThatExceptionOfType(CancellationException.class).isThrownBy(study::run);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void drawsAreDifferentAndDecidedByTheSeed() {
    RankStudyResult first = drawn(1);
    assertThat(drawn(1)).isEqualTo(first);
    assertThat(drawn(2).predictors()).isNotEqualTo(first.predictors());
    assertThat(first.architectures()).isEqualTo(15);
  }

  private RankStudyResult drawn(long seed) {
    return RankStudy.over(SPACE)
        .truth(table(40))
        .architectures(15)
        .seed(seed)
        .parameters()
        .resamples(100)
        .run();
  }

  @Test
  void theFileHasTheShapeThatReadersExpect() throws IOException {
    Path file = folder.resolve("studies").resolve("study.json");
    RankStudyResult result = ownStudy(folder.resolve("study.jsonl")).run();
    result.write(file);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("truth").textValue()).isEqualTo("zwölf Epochen");
    assertThat(json.get("truthSeeds").intValue()).isEqualTo(2);
    assertThat(json.get("space").textValue()).isEqualTo(SPACE.id());
    assertThat(json.get("architectures").intValue()).isEqualTo(12);
    assertThat(json.get("hyperNetSeeds").toString()).isEqualTo("[1,2]");
    for (String statistic : RankStatistics.DEFAULT.names()) {
      JsonNode estimate = json.get("predictors").get("parameters").get(statistic);
      assertThat(estimate.fieldNames()).toIterable().containsExactly("value", "low", "high");
      assertThat(estimate.get("value").doubleValue())
          .isEqualTo(result.estimate("parameters", statistic).value());
      assertThat(json.at("/ceiling/" + statistic + "/value").isDouble()).isTrue();
      assertThat(json.at("/differences/Verlust λ/parameters/" + statistic + "/low").isDouble())
          .isTrue();
    }
    assertThat(RankStudyResult.read(file)).isEqualTo(result);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankStudyResult.read(folder.resolve("study.jsonl")))
        .withMessageContaining("study.jsonl");
  }

  @Test
  void tablesForDocumentsHaveARowForEachPredictor() {
    RankStudyResult result =
        RankStudy.over(SPACE)
            .truth(table(20))
            .predictor("a|b", Bits::value, Direction.HIGHER_IS_BETTER)
            .predictor("worst", Bits::value, Direction.LOWER_IS_BETTER)
            .regretAt(1)
            .precisionAt()
            .resamples(100)
            .run();
    assertThat(result.toMarkdown().lines())
        .hasSize(4)
        .contains(
            "| predictor | kendallTau | kendallTauBetterHalf | kendallTauBest30 | spearman |"
                + " regretAt1 | partialSpearman |",
            "| --- | --- | --- | --- | --- | --- | --- |")
        .anyMatch(line -> line.startsWith("| a\\|b | 1.00 [1.00, 1.00] | 1.00 [1.00, 1.00] |"));
    assertThat(result.differencesToMarkdown("a|b").lines())
        .hasSize(3)
        .last()
        .asString()
        .startsWith("| worst | 2.00 [2.00, 2.00] |");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> result.estimate("none", "kendallTau"))
        .withMessageContainingAll("none", "worst");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> result.difference("worst", "worst", "kendallTau"));
  }
}
