package org.smashnas.memorybank;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.random.RandomGenerator;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Nonlinearity;

/**
 * Draws architectures and their parts by the distributions of the paper's code. One use, one
 * thread.
 */
final class Sampler {
  private static final ImmutableList<Gate> GATES = ImmutableList.of(Gate.FIRST, Gate.SECOND);

  private final MemoryBankSpace space;
  private final RandomGenerator random;
  private final double maxBudget;
  private final int kernelChoices;
  private final double maxPaths;
  private final double[] widthWeights;

  private Sampler(
      MemoryBankSpace space,
      RandomGenerator random,
      double maxBudget,
      int kernelChoices,
      double maxPaths) {
    this.space = space;
    this.random = random;
    this.maxBudget = maxBudget;
    this.kernelChoices = kernelChoices;
    this.maxPaths = maxPaths;
    this.widthWeights = new double[space.bankSizes()];
  }

  /** A sampler with the limits of a moment in the training; at its end the whole space is open. */
  static Sampler annealed(MemoryBankSpace space, RandomGenerator random, double progress) {
    checkArgument(
        progress >= 0 && progress <= 1,
        "training progress is %s; it must be from 0 to 1",
        progress);
    Annealing annealing = space.annealing();
    double opened = annealing.opened(progress);
    double firstBudget =
        Math.max(space.minBudget(), Math.min(annealing.firstMaxBudget(), space.maxBudget()));
    int firstKernels = (Math.min(annealing.firstMaxKernel(), space.maxKernel()) - 1) / 2;
    int kernels = (space.maxKernel() - 1) / 2;
    return new Sampler(
        space,
        random,
        firstBudget + opened * (space.maxBudget() - firstBudget),
        firstKernels + (int) Math.floor(opened * (kernels - firstKernels)),
        annealing.firstMaxPaths() + opened * (1 - annealing.firstMaxPaths()));
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
    ImmutableList<Integer> writes = writes(state, width);
    OpLayout layout = layout();
    Gate gate = gate(layout, width, state.bankSize);
    return new Op(reads, width, writes, layout, gate, convolutions(layout));
  }

  ImmutableList<Integer> reads(BlockState state) {
    int step = state.readStep();
    int choices = Math.max(1, (int) Math.floor(maxPaths * state.written / step));
    int drawn = step * (1 + random.nextInt(choices));
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
    return space.drawnParts().banks(chosen.build());
  }

  OpLayout layout() {
    double point = random.nextDouble();
    OpLayout last = OpLayout.SINGLE;
    for (OpLayout layout : space.layoutChoices()) {
      last = layout;
      point -= space.layouts().getOrDefault(layout, 0.0);
      if (point < 0) {
        return last;
      }
    }
    return last;
  }

  /** The first junction has a gate with probability 1/4, else the second with 1/4. */
  Gate gate(OpLayout layout, int width, int bankSize) {
    for (Gate gate : GATES) {
      if (space.allows(gate, layout, width, bankSize) && random.nextInt(4) == 0) {
        return gate;
      }
    }
    return Gate.NONE;
  }

  private ImmutableList<ConvolutionChoice> convolutions(OpLayout layout) {
    ImmutableList.Builder<ConvolutionChoice> choices =
        ImmutableList.builderWithExpectedSize(layout.slots().size());
    for (int index = 0; index < layout.slots().size(); index++) {
      choices.add(convolution());
    }
    return space.drawnParts().convolutions(choices.build());
  }

  ConvolutionChoice convolution() {
    int kernelHeight = kernel();
    int kernelWidth = kernel();
    return new ConvolutionChoice(
        kernelHeight,
        kernelWidth,
        dilation(kernelHeight),
        dilation(kernelWidth),
        groups(),
        nonlinearity());
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

  Nonlinearity nonlinearity() {
    ImmutableList<Nonlinearity> choices = space.nonlinearityChoices();
    return choices.get(random.nextInt(choices.size()));
  }
}
