package org.smashnas.memorybank;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ContiguousSet;
import com.google.common.collect.DiscreteDomain;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.smashnas.memorybank.MemoryBank.Block;

/**
 * Known networks as architectures of a memory-bank space, as section 3.2 of the paper describes
 * them. All their convolutions are 3×3 without dilation and groups, in the first layout and with
 * the first nonlinearity that the space allows, and they have no gates. Of the bank sizes with
 * which a block can exist they take the one whose ops add the most channels, and of those the
 * largest. The same arguments give the same architecture, and it passes {@link
 * MemoryBankSpace#validate}.
 *
 * <p>All methods are safe for use by several threads.
 */
public final class KnownNetworks {
  /** More columns would have more than 2^30 ops. */
  private static final int MOST_COLUMNS = 30;

  private KnownNetworks() {}

  /**
   * A residual network (He et al., 2015): in every block each op reads the whole input of the block
   * and what earlier ops added to it, and adds to the same banks. Where one op is not wide enough
   * for all of them (the block's input has more than {@link MemoryBankSpace#maxBankChannels()}
   * channels), the ops take turns over the banks.
   *
   * @param space the space
   * @param opsPerBlock the ops of each block, at least 1
   * @return the architecture
   * @throws IllegalArgumentException if {@code opsPerBlock} is below 1, or the space's budget or
   *     {@code depthCompression} has no room for it; the message names a remedy
   */
  public static MemoryBank resNet(MemoryBankSpace space, int opsPerBlock) {
    return build(space, "ResNet", "opsPerBlock", opsPerBlock, KnownNetworks::residual);
  }

  /**
   * A densely connected network (Huang et al., 2016): in every block each op reads all banks that
   * are written so far and writes one new bank.
   *
   * @param space the space
   * @param opsPerBlock the ops of each block, at least 1
   * @return the architecture
   * @throws IllegalArgumentException if {@code opsPerBlock} is below 1, or the space's budget,
   *     memory or {@code depthCompression} has no room for it; the message names a remedy
   */
  public static MemoryBank denseNet(MemoryBankSpace space, int opsPerBlock) {
    return build(space, "DenseNet", "opsPerBlock", opsPerBlock, KnownNetworks::dense);
  }

  /**
   * A fractal network (Larsson et al., 2016): every block is one fractal from the block's input to
   * a new bank. A fractal of one column is an op; one of C + 1 columns is an op and, added into the
   * same bank, two fractals of C columns one after the other, with a new bank between them. So a
   * block has 2^{@code columns} − 1 ops and starts 2^({@code columns} − 1) banks.
   *
   * @param space the space
   * @param columns the columns of each block's fractal, at least 1
   * @return the architecture
   * @throws IllegalArgumentException if {@code columns} is below 1, or the space's budget, memory
   *     or {@code depthCompression} has no room for it; the message names a remedy
   */
  public static MemoryBank fractalNet(MemoryBankSpace space, int columns) {
    return build(space, "FractalNet", "columns", columns, KnownNetworks::fractal);
  }

  /** Wires a block of some extent; false as soon as an op does not fit. */
  private interface Wiring {
    boolean wire(BlockPlan block, int extent);
  }

  private static MemoryBank build(
      MemoryBankSpace space, String network, String setting, int extent, Wiring wiring) {
    checkArgument(extent >= 1, "%s is %s; it must be at least 1", setting, extent);
    ImmutableList.Builder<Block> blocks = ImmutableList.builderWithExpectedSize(space.blocks());
    for (BlockRules rules : space.rules()) {
      blocks.add(
          block(space, rules, extent, wiring)
              .orElseThrow(() -> refusal(space, network, setting, extent, wiring)));
    }
    return new MemoryBank(blocks.build());
  }

  private static Optional<Block> block(
      MemoryBankSpace space, BlockRules rules, int extent, Wiring wiring) {
    return rules.bankSizes(rules.slices(space.maxBudget())).stream()
        .flatMap(bankSize -> block(space, rules, bankSize, extent, wiring).stream())
        .max(
            Comparator.comparingInt((Block block) -> block.ops().get(0).width())
                .thenComparingInt(Block::bankSize));
  }

  private static Optional<Block> block(
      MemoryBankSpace space, BlockRules rules, int bankSize, int extent, Wiring wiring) {
    BlockPlan plan = new BlockPlan(space, rules, bankSize);
    return wiring.wire(plan, extent) ? Optional.of(plan.block()) : Optional.empty();
  }

  private static boolean residual(BlockPlan block, int ops) {
    int banks = block.written();
    int parts = Math.min(block.maxParts(), banks);
    return IntStream.range(0, ops)
        .allMatch(
            op ->
                block.add(
                    banks(0, banks),
                    IntStream.range(op % banks * parts, op % banks * parts + parts)
                        .map(bank -> bank % banks)
                        .sorted()
                        .boxed()
                        .collect(ImmutableList.toImmutableList())));
  }

  private static boolean dense(BlockPlan block, int ops) {
    return IntStream.range(0, ops)
        .allMatch(op -> block.add(banks(0, block.written()), block.newBank()));
  }

  private static boolean fractal(BlockPlan block, int columns) {
    return columns <= MOST_COLUMNS
        && fractal(block, columns, banks(0, block.written()), block.newBank());
  }

  /** The op of the outer column comes first, so that it starts the bank where the paths join. */
  private static boolean fractal(
      BlockPlan block, int columns, ImmutableList<Integer> in, ImmutableList<Integer> out) {
    if (!block.add(in, out)) {
      return false;
    }
    ImmutableList<Integer> middle = block.newBank();
    return columns == 1
        || (fractal(block, columns - 1, in, middle) && fractal(block, columns - 1, middle, out));
  }

  private static ImmutableList<Integer> banks(int first, int end) {
    return ContiguousSet.create(Range.closedOpen(first, end), DiscreteDomain.integers()).asList();
  }

  /** What to say when some block has no room, by the block with the least. */
  private static IllegalArgumentException refusal(
      MemoryBankSpace space, String network, String setting, int extent, Wiring wiring) {
    BlockRules narrowest =
        space.rules().stream()
            .min(Comparator.comparingInt(rules -> most(space, rules, extent, wiring)))
            .orElseThrow();
    int most = most(space, narrowest, extent, wiring);
    int inputs = narrowest.inputChannels() / space.bankChannels();
    if (inputs % space.depthCompression() != 0) {
      return new IllegalArgumentException(
          String.format(
              "depthCompression is %d, but an op of a %s reads the whole input of block %d, %d"
                  + " times bankChannels; use a depthCompression that divides it",
              space.depthCompression(), network, narrowest.index(), inputs));
    }
    return new IllegalArgumentException(
        String.format(
            "%s is %d, but block %d, with %d slices of budget and %d channels of memory, has room"
                + " for %d in a %s; use %s larger depth, width or maxBudget or a smaller"
                + " depthCompression",
            setting,
            extent,
            narrowest.index(),
            narrowest.slices(space.maxBudget()),
            narrowest.maxChannels(),
            most,
            network,
            most == 0 ? "a" : "at most " + most + ", or a space of"));
  }

  /** The largest extent below a given one that fits the block. */
  private static int most(MemoryBankSpace space, BlockRules rules, int extent, Wiring wiring) {
    return (int)
        IntStream.range(1, extent)
            .takeWhile(smaller -> block(space, rules, smaller, wiring).isPresent())
            .count();
  }
}
