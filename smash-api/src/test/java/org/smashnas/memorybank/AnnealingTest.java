package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
