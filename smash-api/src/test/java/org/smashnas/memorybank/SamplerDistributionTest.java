package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.hipparchus.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Nonlinearity;

/** The first op of a block is drawn in a known state, so its distribution is known as well. */
class SamplerDistributionTest {
  private static final double ALPHA = 1e-4;

  private static MemoryBankSpace.Builder defaults() {
    return MemoryBankSpace.builder().input(32, 32, 3).classes(10);
  }

  /** Eight banks of one size, widths 1 to 4, up to twelve banks, and budget for every read. */
  private static final MemoryBankSpace EIGHT_BANKS =
      defaults()
          .blocks(1)
          .depth(1)
          .maxBankChannels(32)
          .depthCompression(1)
          .minBudget(1)
          .maxBudget(1)
          .build();

  private static Stream<MemoryBank> samples(MemoryBankSpace space, int count) {
    SplittableRandom random = new SplittableRandom(11);
    return Stream.generate(() -> space.sample(random)).limit(count);
  }

  /** The first ops of blocks of bank size 1. */
  private static List<Op> firstOps(MemoryBankSpace space, int count) {
    return samples(space, count)
        .map(architecture -> architecture.blocks().get(0))
        .filter(block -> block.bankSize() == 1)
        .map(block -> block.ops().get(0))
        .toList();
  }

  /** Tests observations against weights, which need not sum to 1; rare cells are joined. */
  private static <K> void assertDistributed(Map<K, Double> weights, Stream<K> observed) {
    Map<K, Long> counts =
        observed.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(weights.keySet()).containsAll(counts.keySet());
    double total = weights.values().stream().mapToDouble(weight -> weight).sum();
    long size = counts.values().stream().mapToLong(count -> count).sum();
    List<Double> expected = new ArrayList<>();
    List<Long> seen = new ArrayList<>();
    double rareExpected = 0;
    long rareSeen = 0;
    for (Map.Entry<K, Double> cell : weights.entrySet()) {
      double mean = cell.getValue() / total * size;
      long count = counts.getOrDefault(cell.getKey(), 0L);
      if (mean >= 8) {
        expected.add(mean);
        seen.add(count);
      } else {
        rareExpected += mean;
        rareSeen += count;
      }
    }
    if (rareExpected > 0) {
      expected.add(rareExpected);
      seen.add(rareSeen);
    }
    assertThat(expected).as("cells to compare").hasSizeGreaterThan(1);
    double p =
        new ChiSquareTest()
            .chiSquareTest(
                expected.stream().mapToDouble(mean -> mean).toArray(),
                seen.stream().mapToLong(count -> count).toArray());
    assertThat(p).as("p of %s instead of %s", seen, expected).isGreaterThan(ALPHA);
  }

  private static Map<Integer, Double> uniform(Integer... values) {
    return Stream.of(values).collect(Collectors.toMap(Function.identity(), value -> 1.0));
  }

  @Test
  void bankSizesAreUniformOverThoseThatDivideTheInput() {
    List<MemoryBank> drawn = samples(defaults().minBudget(1).maxBudget(1).build(), 20_000).toList();
    assertDistributed(uniform(1, 2, 4, 8), drawn.stream().map(bankSize(0)));
    assertDistributed(uniform(1, 2, 3, 4, 6), drawn.stream().map(bankSize(1)));
    assertDistributed(uniform(1, 2, 7), drawn.stream().map(bankSize(2)));
  }

  private static Function<MemoryBank, Integer> bankSize(int block) {
    return architecture -> architecture.blocks().get(block).bankSize();
  }

  @Test
  void bankSizesTooLargeForTheBudgetAreLeftOut() {
    MemoryBankSpace twoSlices = defaults().blocks(1).depth(1).minBudget(0.3).maxBudget(0.3).build();
    assertDistributed(uniform(1, 2, 4), samples(twoSlices, 20_000).map(bankSize(0)));
  }

  @Test
  void readSetsAreUniformOfAUniformSize() {
    Map<Set<Integer>, Double> weights = new HashMap<>();
    Set<Integer> banks = IntStream.range(0, 8).boxed().collect(Collectors.toSet());
    for (int size = 1; size <= 8; size++) {
      for (Set<Integer> reads : Sets.combinations(banks, size)) {
        weights.put(reads, 1 / CombinatoricsUtils.binomialCoefficientDouble(8, size));
      }
    }
    assertDistributed(
        weights, firstOps(EIGHT_BANKS, 150_000).stream().map(op -> Set.copyOf(op.reads())));
  }

  @Test
  void numbersOfReadsGoInWholeSlices() {
    MemoryBankSpace halfSlices = defaults().blocks(1).depth(1).minBudget(1).maxBudget(1).build();
    assertDistributed(
        uniform(2, 4, 6, 8), firstOps(halfSlices, 40_000).stream().map(op -> op.reads().size()));
  }

  @Test
  void numbersOfReadsAreCutToTheBudgetAfterTheyAreDrawn() {
    MemoryBankSpace twoSlices = defaults().blocks(1).depth(1).minBudget(0.3).maxBudget(0.3).build();
    assertDistributed(
        Map.of(2, 1.0, 4, 3.0), firstOps(twoSlices, 40_000).stream().map(op -> op.reads().size()));
  }

  @Test
  void widthsPreferTheWidthRead() {
    List<Op> ops = firstOps(EIGHT_BANKS, 150_000);
    for (int reads = 1; reads <= 8; reads++) {
      int fixed = reads;
      Map<Integer, Double> weights = new HashMap<>();
      for (int width = 1; width <= 4; width++) {
        weights.put(width, 1 / (0.01 + 10.0 * Math.abs(width - reads)));
      }
      assertDistributed(
          weights, ops.stream().filter(op -> op.reads().size() == fixed).map(Op::width));
    }
  }

  @Test
  void numbersOfWritesFallExponentially() {
    List<Op> ops = firstOps(EIGHT_BANKS, 150_000);
    for (int parts = 1; parts <= 3; parts++) {
      int fixed = parts;
      Map<Integer, Double> weights =
          IntStream.rangeClosed(parts, 4)
              .boxed()
              .collect(Collectors.toMap(Function.identity(), count -> Math.exp(-count)));
      assertDistributed(
          weights, ops.stream().filter(op -> op.width() == fixed).map(op -> op.writes().size()));
    }
  }

  @Test
  void writeSetsAreUniformOverWrittenBanksAndAsManyEmptyOnesAsParts() {
    List<Op> ops = firstOps(EIGHT_BANKS, 150_000);
    for (int parts = 1; parts <= 4; parts++) {
      int fixed = parts;
      Map<Set<Integer>, Double> weights = new HashMap<>();
      Set<Integer> banks = IntStream.range(0, 8 + parts).boxed().collect(Collectors.toSet());
      for (Set<Integer> chosen : Sets.combinations(banks, parts)) {
        weights.merge(startedFromTheLowest(chosen), 1.0, Double::sum);
      }
      assertDistributed(
          weights,
          ops.stream()
              .filter(op -> op.width() == fixed && op.writes().size() == fixed)
              .map(op -> Set.copyOf(op.writes())));
    }
  }

  private static Set<Integer> startedFromTheLowest(Set<Integer> chosen) {
    int started = (int) chosen.stream().filter(bank -> bank >= 8).count();
    return Stream.concat(
            chosen.stream().filter(bank -> bank < 8), IntStream.range(8, 8 + started).boxed())
        .collect(Collectors.toSet());
  }

  @Test
  void kernelsDilationsAndGroupsAreUniform() {
    Map<ConvolutionChoice, Double> weights = new HashMap<>();
    int[] dilations = {3, 2, 1};
    for (int high = 0; high < 3; high++) {
      for (int wide = 0; wide < 3; wide++) {
        for (int down = 1; down <= dilations[high]; down++) {
          for (int right = 1; right <= dilations[wide]; right++) {
            for (int groups : new int[] {1, 2, 4, 8}) {
              weights.put(
                  new ConvolutionChoice(
                      3 + 2 * high, 3 + 2 * wide, down, right, groups, Nonlinearity.RELU),
                  1.0 / (dilations[high] * dilations[wide]));
            }
          }
        }
      }
    }
    assertDistributed(
        weights,
        samples(defaults().build(), 5_000)
            .flatMap(architecture -> architecture.blocks().stream())
            .flatMap(block -> block.ops().stream())
            .flatMap(op -> op.convolutions().stream()));
  }

  private static Stream<Op> ops(MemoryBankSpace space, int count) {
    return samples(space, count)
        .flatMap(architecture -> architecture.blocks().stream())
        .flatMap(block -> block.ops().stream());
  }

  @Test
  void layoutsHaveThePapersProbabilities() {
    assertDistributed(
        Map.of(
            OpLayout.SINGLE, 0.05,
            OpLayout.PARALLEL, 0.10,
            OpLayout.LONG, 0.15,
            OpLayout.BRANCHED, 0.25,
            OpLayout.BIG, 0.45),
        ops(defaults().variableOps().build(), 3_000).map(Op::layout));
  }

  @Test
  void layoutsHaveTheProbabilitiesOfTheSpace() {
    ImmutableMap<OpLayout, Double> layouts =
        ImmutableMap.of(OpLayout.BIG, 0.2, OpLayout.SINGLE, 0.7, OpLayout.LONG, 0.1);
    assertDistributed(layouts, ops(defaults().layouts(layouts).build(), 3_000).map(Op::layout));
  }

  @ParameterizedTest
  @EnumSource
  void aLayoutAloneIsTheLayoutOfEveryOp(OpLayout layout) {
    MemoryBankSpace space = defaults().layouts(ImmutableMap.of(layout, 1.0)).build();
    assertThat(ops(space, 50)).allMatch(op -> op.layout() == layout);
  }

  /** Which gates ops have whose width may be halved, by layout; the rest never have one. */
  @ParameterizedTest
  @EnumSource
  void aGateComesWithAQuarterAtTheFirstJunctionElseAQuarterAtTheSecond(GateStyle style) {
    MemoryBankSpace space = defaults().variableOps().gates(style).build();
    Map<OpLayout, List<Gate>> gates = new HashMap<>();
    int forbidden = 0;
    for (MemoryBank architecture : samples(space, 6_000).toList()) {
      for (Block block : architecture.blocks()) {
        for (Op op : block.ops()) {
          if (op.width() % 2 == 0 && op.width() / 2 % block.bankSize() == 0) {
            gates.computeIfAbsent(op.layout(), key -> new ArrayList<>()).add(op.gate());
          } else {
            assertThat(op.gate()).isEqualTo(Gate.NONE);
            forbidden++;
          }
        }
      }
    }
    assertThat(forbidden).isGreaterThan(10_000);
    assertThat(gates.get(OpLayout.SINGLE)).containsOnly(Gate.NONE);
    assertThat(gates.get(OpLayout.LONG)).containsOnly(Gate.NONE);
    Map<Gate, Double> first = Map.of(Gate.FIRST, 0.25, Gate.NONE, 0.75);
    assertDistributed(first, gates.get(OpLayout.PARALLEL).stream());
    assertDistributed(first, gates.get(OpLayout.BRANCHED).stream());
    assertDistributed(
        Map.of(Gate.FIRST, 0.25, Gate.SECOND, 0.75 * 0.25, Gate.NONE, 0.75 * 0.75),
        gates.get(OpLayout.BIG).stream());
  }

  @Test
  void aSpaceWithoutGatesDrawsNone() {
    assertThat(ops(defaults().bigOps().build(), 100)).allMatch(op -> op.gate() == Gate.NONE);
  }

  @Test
  void nonlinearitiesAreUniformAndIndependentOfEachOther() {
    Set<Nonlinearity> choices =
        Set.of(Nonlinearity.RELU, Nonlinearity.TANH, Nonlinearity.SIGMOID, Nonlinearity.GELU);
    Map<List<Nonlinearity>, Double> weights =
        Sets.cartesianProduct(choices, choices, choices, choices).stream()
            .collect(Collectors.toMap(Function.identity(), drawn -> 1.0));
    assertDistributed(
        weights,
        ops(defaults().bigOps().nonlinearities(choices).build(), 3_000)
            .map(op -> op.convolutions().stream().map(ConvolutionChoice::nonlinearity).toList()));
  }

  /** With one bank size and slices of one bank, ops use up the budget to the last slice. */
  @Test
  void budgetsAreUniformBetweenTheirLimits() {
    MemoryBankSpace exact =
        defaults().blocks(1).maxBankChannels(8).depthCompression(1).maxBudget(0.9).build();
    Map<Integer, Double> weights = new HashMap<>();
    for (int slices = 31; slices <= 93; slices++) {
      weights.put(slices, Math.min(0.9, (slices + 1) / 104.0) - Math.max(0.3, slices / 104.0));
    }
    assertDistributed(
        weights,
        samples(exact, 40_000).map(architecture -> banksRead(architecture.blocks().get(0))));
  }

  private static int banksRead(Block block) {
    return block.ops().stream().mapToInt(op -> op.reads().size()).sum();
  }
}
