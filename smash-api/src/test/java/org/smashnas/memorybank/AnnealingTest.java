package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.memorybank.MemoryBank.Block;

class AnnealingTest {
  private final MemoryBankSpace space =
      MemoryBankSpace.builder().input(32, 32, 3).classes(10).build();

  private List<MemoryBank> samples(double progress) {
    SplittableRandom random = new SplittableRandom(5);
    return Stream.generate(() -> space.sample(random, progress)).limit(2_000).toList();
  }

  private static int largestKernel(List<MemoryBank> drawn) {
    return drawn.stream()
        .flatMap(architecture -> architecture.blocks().stream())
        .flatMap(block -> block.ops().stream())
        .flatMap(op -> op.convolutions().stream())
        .mapToInt(choice -> Math.max(choice.kernelHeight(), choice.kernelWidth()))
        .max()
        .orElseThrow();
  }

  /** The largest part of a block's nominal budget that an architecture uses. */
  private double largestBudget(List<MemoryBank> drawn) {
    double largest = 0;
    for (MemoryBank architecture : drawn) {
      for (int index = 0; index < space.blocks(); index++) {
        Block block = architecture.blocks().get(index);
        double channels =
            block.ops().stream().mapToInt(op -> op.reads().size()).sum() * block.bankSize() * 8;
        largest = Math.max(largest, channels / NOMINAL[index]);
      }
    }
    return largest;
  }

  private static final double[] NOMINAL = {64 + 12 * 64, 96 + 12 * 128, 112 + 12 * 256};

  @Test
  void trainingStartsWithKernelsOfThreeAndHalfTheBudget() {
    List<MemoryBank> drawn = samples(0);
    assertThat(largestKernel(drawn)).isEqualTo(3);
    assertThat(largestBudget(drawn)).isBetween(0.48, 0.5);
  }

  @Test
  void aQuarterIsHalfWay() {
    List<MemoryBank> drawn = samples(0.25);
    assertThat(largestKernel(drawn)).isEqualTo(5);
    assertThat(largestBudget(drawn)).isBetween(0.73, 0.75);
  }

  @Test
  void fromHalfOnTheWholeSpaceIsOpen() {
    List<MemoryBank> drawn = samples(0.5);
    assertThat(largestKernel(drawn)).isEqualTo(7);
    assertThat(largestBudget(drawn)).isBetween(0.98, 1.0);
    assertThat(samples(0.75)).isEqualTo(drawn);
    assertThat(samples(1)).isEqualTo(drawn);
  }

  @Test
  void aSearchDrawsFromTheWholeSpace() {
    assertThat(space.sample(new SplittableRandom(5))).isEqualTo(samples(1).get(0));
  }

  @Test
  void aMinimumAboveHalfIsRespectedFromTheStart() {
    MemoryBankSpace large =
        MemoryBankSpace.builder().input(32, 32, 3).classes(10).minBudget(0.8).build();
    SplittableRandom random = new SplittableRandom(6);
    for (int index = 0; index < 200; index++) {
      MemoryBank drawn = large.sample(random, 0);
      large.validate(drawn);
      assertThat(largestBudget(List.of(drawn))).isBetween(0.7, 0.8);
    }
  }

  private static MemoryBankSpace.Builder settings() {
    return MemoryBankSpace.builder().input(32, 32, 3).classes(10);
  }

  private static Annealing paths(double until, double firstMaxPaths) {
    return new Annealing(until, 1, Integer.MAX_VALUE, firstMaxPaths);
  }

  /** The largest number of banks that the first op of a block of eight reads. */
  private static int mostReads(MemoryBankSpace space, double progress) {
    SplittableRandom random = new SplittableRandom(8);
    return IntStream.range(0, 3_000)
        .mapToObj(index -> space.sample(random, progress).blocks().get(0))
        .filter(block -> block.bankSize() == 1)
        .mapToInt(block -> block.ops().get(0).reads().size())
        .max()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.8, 0, 1", "0, 0.8, 0.1, 1", "0, 0.8, 0.21, 2", "0, 0.8, 0.4, 4", "0, 0.8, 0.79, 7",
    "0, 0.8, 0.8, 8", "0, 0.8, 1, 8", "0.5, 1, 0, 4", "0.5, 1, 0.5, 6", "0.5, 1, 1, 8",
    "1, 0.5, 0, 8",
  })
  void readsAreLimitedToAPartOfTheWrittenBanks(
      double first, double until, double progress, int most) {
    MemoryBankSpace eightBanks =
        settings()
            .blocks(1)
            .depth(1)
            .maxBankChannels(32)
            .depthCompression(1)
            .minBudget(1)
            .annealing(paths(until, first))
            .build();
    assertThat(mostReads(eightBanks, progress)).isEqualTo(most);
  }

  /** Slices of two banks are filled whatever the limit. */
  @ParameterizedTest
  @CsvSource({"0, 2", "0.3, 2", "0.5, 4", "0.99, 6", "1, 8"})
  void limitedReadsFillWholeSlices(double progress, int most) {
    MemoryBankSpace halfSlices =
        settings().blocks(1).depth(1).minBudget(1).annealing(paths(1, 0)).build();
    assertThat(mostReads(halfSlices, progress)).isEqualTo(most);
  }

  @Test
  void readsAtTheLimitAreUniform() {
    MemoryBankSpace eightBanks =
        settings().blocks(1).depth(1).depthCompression(1).minBudget(1).build();
    MemoryBankSpace halved =
        MemoryBankSpace.builder().from(eightBanks).annealing(paths(1, 0.5)).build();
    SplittableRandom random = new SplittableRandom(9);
    long[] seen = new long[4];
    for (int index = 0; index < 8_000; index++) {
      Block block = halved.sample(random, 0).blocks().get(0);
      if (block.bankSize() == 1) {
        seen[block.ops().get(0).reads().size() - 1]++;
      }
    }
    double[] uniform = new double[4];
    Arrays.fill(uniform, 1);
    assertThat(new ChiSquareTest().chiSquareTest(uniform, seen)).isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 0.5, 0, 5",
    "5, 0.5, 0.24, 5",
    "5, 0.5, 0.25, 7",
    "5, 0.5, 0.49, 7",
    "5, 0.5, 0.5, 9",
    "3, 1, 0, 3",
    "3, 1, 0.34, 5",
    "3, 1, 0.99, 7",
    "3, 1, 1, 9",
    "9, 1, 0, 9",
    "99, 1, 0, 9",
  })
  void kernelsOpenFromTheFirstToTheLargest(int first, double until, double progress, int largest) {
    MemoryBankSpace nine =
        settings().maxKernel(9).annealing(new Annealing(until, 1, first, 1)).build();
    SplittableRandom random = new SplittableRandom(10);
    List<MemoryBank> drawn =
        Stream.generate(() -> nine.sample(random, progress)).limit(200).toList();
    assertThat(largestKernel(drawn)).isEqualTo(largest);
  }

  @ParameterizedTest
  @CsvSource({
    "0.4, 1, 0, 0.4",
    "0.4, 1, 0.5, 0.7",
    "0.4, 1, 1, 1",
    "0.6, 0.2, 0, 0.6",
    "0.6, 0.2, 0.1, 0.8",
    "0.6, 0.2, 0.2, 1",
    "0.6, 0.2, 0.9, 1",
    "1, 0.5, 0, 1",
    "0.1, 1, 0, 0.3",
  })
  void theBudgetOpensFromTheFirstToTheLargest(
      double first, double until, double progress, double largest) {
    MemoryBankSpace scheduled =
        settings().annealing(new Annealing(until, first, Integer.MAX_VALUE, 1)).build();
    SplittableRandom random = new SplittableRandom(11);
    List<MemoryBank> drawn =
        Stream.generate(() -> scheduled.sample(random, progress)).limit(1_500).toList();
    assertThat(largestBudget(drawn)).isBetween(largest - 0.03, largest);
  }

  @Test
  void withoutAnnealingEveryStepDrawsFromTheWholeSpace() {
    MemoryBankSpace open = settings().annealing(Annealing.none()).build();
    for (int seed = 0; seed < 100; seed++) {
      MemoryBank last = open.sample(new SplittableRandom(seed), 1);
      assertThat(open.sample(new SplittableRandom(seed), 0)).isEqualTo(last);
      assertThat(open.sample(new SplittableRandom(seed), 0.3)).isEqualTo(last);
      assertThat(space.sample(new SplittableRandom(seed))).isEqualTo(last);
    }
  }

  @Test
  void perturbationsAreNotAnnealed() {
    MemoryBankSpace narrow = settings().annealing(new Annealing(1, 0.1, 3, 0)).build();
    for (int seed = 0; seed < 50; seed++) {
      MemoryBank drawn = space.sample(new SplittableRandom(seed));
      assertThat(narrow.perturb(drawn, 0.3, new SplittableRandom(seed)))
          .isEqualTo(space.perturb(drawn, 0.3, new SplittableRandom(seed)));
    }
  }

  @Test
  void theDefaultIsThePapers() {
    assertThat(space.annealing()).isEqualTo(new Annealing(0.5, 0.5, 3, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0 ; 1 ; 3 ; 1 ; ends at 0.0|above 0 and at most 1",
        "1.1 ; 1 ; 3 ; 1 ; ends at 1.1|above 0 and at most 1",
        "NaN ; 1 ; 3 ; 1 ; ends at NaN|above 0 and at most 1",
        "1 ; 0 ; 3 ; 1 ; starts with budget 0.0|above 0 and at most 1",
        "1 ; 1.5 ; 3 ; 1 ; starts with budget 1.5|above 0 and at most 1",
        "1 ; NaN ; 3 ; 1 ; starts with budget NaN|above 0 and at most 1",
        "1 ; 1 ; 4 ; 1 ; starts with kernel 4|odd and at least 3",
        "1 ; 1 ; 1 ; 1 ; starts with kernel 1|odd and at least 3",
        "1 ; 1 ; -3 ; 1 ; starts with kernel -3|odd and at least 3",
        "1 ; 1 ; 3 ; -0.1 ; starts with paths -0.1|from 0 to 1",
        "1 ; 1 ; 3 ; 1.1 ; starts with paths 1.1|from 0 to 1",
        "1 ; 1 ; 3 ; NaN ; starts with paths NaN|from 0 to 1",
      })
  void aBadScheduleIsRefusedWithPlaceValueAndRange(
      double until, double budget, int kernel, double paths, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Annealing(until, budget, kernel, paths))
        .withMessageStartingWith("annealing")
        .satisfies(error -> assertThat(error).hasMessageContainingAll(message.split("\\|")));
  }

  @Test
  void anArchitectureIsEncodedAlikeWheneverItIsDrawn() {
    MemoryBankSpace small =
        MemoryBankSpace.builder().input(8, 8, 1).classes(2).blocks(1).maxKernel(3).build();
    MemoryBankSpace twin =
        MemoryBankSpace.builder().input(8, 8, 1).classes(2).blocks(1).maxKernel(3).build();
    MemoryBank early = small.sample(new SplittableRandom(7), 0);
    float[] before = new EncodingDecoder(small).numbers(early);
    MemoryBank later = small.sample(new SplittableRandom(7), 1);
    assertThat(later).isNotEqualTo(early);
    assertThat(new EncodingDecoder(small).numbers(early)).isEqualTo(before);
    assertThat(new EncodingDecoder(twin).numbers(early)).isEqualTo(before);
  }

  @Test
  void progressOutsideZeroToOneIsRefused() {
    SplittableRandom random = new SplittableRandom(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> space.sample(random, 1.01))
        .withMessageContainingAll("progress", "1.01");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> space.sample(random, Double.NaN))
        .withMessageContaining("NaN");
  }
}
