package org.smashnas.memorybank;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.random.RandomGenerator;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;

/**
 * Draws architectures and their parts by the distributions of the paper's code. One use, one
 * thread.
 */
final class Sampler {
  private static final double FIRST_MAX_BUDGET = 0.5;

  private final MemoryBankSpace space;
  private final RandomGenerator random;
  private final double maxBudget;
  private final int kernelChoices;
  private final double[] widthWeights;

  private Sampler(
      MemoryBankSpace space, RandomGenerator random, double maxBudget, int kernelChoices) {
    this.space = space;
    this.random = random;
    this.maxBudget = maxBudget;
    this.kernelChoices = kernelChoices;
    this.widthWeights = new double[space.bankSizes()];
  }

  /**
   * A sampler with the limits of a moment in the training; at half of it the whole space is open.
   */
  static Sampler annealed(MemoryBankSpace space, RandomGenerator random, double progress) {
    checkArgument(
        progress >= 0 && progress <= 1,
        "training progress is %s; it must be from 0 to 1",
        progress);
    double opened = Math.min(1, 2 * progress);
    double first = Math.max(space.minBudget(), Math.min(FIRST_MAX_BUDGET, space.maxBudget()));
    int kernels = (space.maxKernel() - 1) / 2;
    return new Sampler(
        space,
        random,
        first + opened * (space.maxBudget() - first),
        1 + (int) Math.floor(opened * (kernels - 1)));
  }

  MemoryBank sample() {
    ImmutableList.Builder<Block> blocks = ImmutableList.builderWithExpectedSize(space.blocks());
    for (BlockRules rules : space.rules()) {
      blocks.add(block(rules));
    }
    return new MemoryBank(blocks.build());
  }

  Block block(BlockRules rules) {
    double budget = space.minBudget() + random.nextDouble() * (maxBudget - space.minBudget());
    int bankSize = bankSize(rules, rules.slices(budget));
    BlockState state = new BlockState(rules, bankSize, budget);
    ImmutableList.Builder<Op> ops = ImmutableList.builder();
    while (state.allowsOp()) {
      Op op = op(state);
      state.apply(op);
      ops.add(op);
    }
    return new Block(bankSize, ops.build());
  }

  private int bankSize(BlockRules rules, int slices) {
    int feasible = 0;
    int chosen = 0;
    for (int size = 1; size <= rules.sizes(); size++) {
      if (rules.allows(size, slices) && random.nextInt(++feasible) == 0) {
        chosen = size;
      }
    }
    return chosen;
  }

  Op op(BlockState state) {
    ImmutableList<Integer> reads = reads(state);
    int width = width(state, reads.size());
    return new Op(reads, width, writes(state, width), convolution());
  }

  ImmutableList<Integer> reads(BlockState state) {
    int step = state.readStep();
    int drawn = step * (1 + random.nextInt(state.written / step));
    return subset(state.written, Math.min(drawn, state.maxReads()), state.written);
  }

  int width(BlockState state, int reads) {
    int parts = state.maxParts();
    double total = 0;
    for (int part = 1; part <= parts; part++) {
      widthWeights[part - 1] = 1 / (0.01 + 10.0 * state.bankSize * Math.abs(part - reads));
      total += widthWeights[part - 1];
    }
    double point = random.nextDouble() * total;
    int part = 1;
    while (part < parts && point >= widthWeights[part - 1]) {
      point -= widthWeights[part - 1];
      part++;
    }
    return part * state.bankSize;
  }

  ImmutableList<Integer> writes(BlockState state, int width) {
    int parts = width / state.bankSize;
    int count = writeCount(parts, state.maxWrites(parts));
    return subset(state.written + state.maxNewBanks(parts), count, state.written);
  }

  /**
   * Draws from least to most with probability ∝ e^−count, by inversion of the truncated geometric
   * distribution.
   */
  private int writeCount(int least, int most) {
    double tail = 1 - Math.exp(-(most - least + 1));
    int more = (int) Math.floor(-Math.log1p(-random.nextDouble() * tail));
    return least + Math.min(more, most - least);
  }

  /**
   * Draws a set of the numbers below {@code size} without replacement, ascending; numbers from
   * {@code firstEmpty} on stand for empty banks, and those drawn are replaced by the lowest.
   */
  private ImmutableList<Integer> subset(int size, int count, int firstEmpty) {
    ImmutableList.Builder<Integer> chosen = ImmutableList.builderWithExpectedSize(count);
    int missing = count;
    int nextEmpty = firstEmpty;
    for (int number = 0; missing > 0; number++) {
      if (random.nextInt(size - number) < missing) {
        chosen.add(number < firstEmpty ? number : nextEmpty++);
        missing--;
      }
    }
    return chosen.build();
  }

  ConvolutionChoice convolution() {
    int kernelHeight = kernel();
    int kernelWidth = kernel();
    return new ConvolutionChoice(
        kernelHeight, kernelWidth, dilation(kernelHeight), dilation(kernelWidth), groups());
  }

  int kernel() {
    return 3 + 2 * random.nextInt(kernelChoices);
  }

  int dilation(int kernel) {
    return 1 + random.nextInt(space.maxDilation(kernel));
  }

  int groups() {
    ImmutableList<Integer> choices = space.groupChoices();
    return choices.get(random.nextInt(choices.size()));
  }
}
