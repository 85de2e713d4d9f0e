package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.FormatMethod;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;

/**
 * The space's definition once more, written from the paper and apart from the code under test. All
 * numbers are in units of {@code bankChannels} where not said otherwise.
 */
final class SpaceOracle {
  private final MemoryBankSpace space;
  private final int stem;

  SpaceOracle(MemoryBankSpace space) {
    this.space = space;
    this.stem = 2 * space.width();
  }

  /** The input of a block. */
  int input(int block) {
    return block == 0 ? stem : memory(block - 1) / 2 / 2 * 2;
  }

  /** The most that a block's memory may hold. */
  int memory(int block) {
    return block == space.blocks() - 1 ? 4 * stem : input(block) + 2 * stem;
  }

  /** The 1x1 reads this much in a block at a fraction of its nominal budget, in slices. */
  int slices(int block, double budget) {
    double channels =
        (double) space.bankChannels() * (input(block) + space.depth() * stem * (1 << block));
    return (int) Math.floor(budget * channels / (space.bankChannels() * space.depthCompression()));
  }

  int sizes() {
    return space.maxBankChannels() / space.bankChannels();
  }

  /** The width of an op's 1x1. */
  int oneByOne(Block block, Op op) {
    int inputs = op.reads().size() * block.bankSize();
    int times = Math.max(1, Math.min(inputs / op.width(), space.bottleneck()));
    return Math.min(Math.min(times * op.width(), inputs), space.maxBottleneck() * sizes());
  }

  /** The active convolutions of the 2x2 grid 0 → 1, 2 → 3. */
  static ImmutableList<Integer> slots(OpLayout layout) {
    return switch (layout) {
      case SINGLE -> ImmutableList.of(0);
      case PARALLEL -> ImmutableList.of(0, 2);
      case LONG -> ImmutableList.of(0, 1);
      case BRANCHED -> ImmutableList.of(0, 1, 2);
      case BIG -> ImmutableList.of(0, 1, 2, 3);
    };
  }

  /** Whether an op may have a gate there: two paths meet, and half the width fills whole banks. */
  boolean mayGate(Gate gate, OpLayout layout, int width, int bankSize) {
    ImmutableList<Integer> met =
        switch (gate) {
          case NONE -> ImmutableList.of();
          case FIRST -> ImmutableList.of(0, 2);
          case SECOND -> ImmutableList.of(1, 3);
        };
    return gate == Gate.NONE
        || (space.gates().isPresent()
            && slots(layout).containsAll(met)
            && width % (2 * bankSize) == 0);
  }

  /** What a convolution of an op reads. */
  int inputs(Block block, Op op, int slot) {
    return slot == 0 || slot == 2 ? oneByOne(block, op) : outputs(op, slot);
  }

  /** What a convolution of an op gives: half the width behind a first gate that splits channels. */
  int outputs(Op op, int slot) {
    boolean behind = slot == 1 || slot == 3;
    return behind && op.gate() == Gate.FIRST && splits() ? op.width() / 2 : op.width();
  }

  /** What an op adds to its banks in turn. */
  int outputs(Op op) {
    return op.gate() != Gate.NONE && splits() ? op.width() / 2 : op.width();
  }

  private boolean splits() {
    return space.gates().filter(GateStyle.ADD_SPLIT::equals).isPresent();
  }

  /** The banks that hold something at the end of a block. */
  int written(int index, Block block) {
    int written = input(index) / block.bankSize();
    for (Op op : block.ops()) {
      written = Math.max(written, op.writes().get(op.writes().size() - 1) + 1);
    }
    return written;
  }

  void assertInside(MemoryBank architecture) {
    check(architecture.blocks().size() == space.blocks(), "%s blocks", architecture.blocks());
    for (int index = 0; index < space.blocks(); index++) {
      assertInside(index, architecture.blocks().get(index));
    }
  }

  boolean isInside(int index, Block block) {
    try {
      assertInside(index, block);
      return true;
    } catch (AssertionError outside) {
      return false;
    }
  }

  private void assertInside(int index, Block block) {
    int size = block.bankSize();
    checkBetween(size, 1, sizes(), "bank size");
    check(input(index) % size == 0, "dropped input of block %s", index);
    check(!block.ops().isEmpty(), "no ops in block %s", index);
    int grown = (int) Math.ceil(space.maxBudget() * space.depth() * sizes()) / size;
    int banks = Math.min(input(index) / size + grown, memory(index) / size);
    int written = input(index) / size;
    int used = 0;
    for (Op op : block.ops()) {
      checkAscendingBelow(written, op.reads());
      int channels = op.reads().size() * size;
      check(channels % space.depthCompression() == 0, "spilt slice of %s", op);
      used += channels / space.depthCompression();
      written = checkWrites(op, size, written, banks);
      checkGrid(op, size);
    }
    checkBetween(used, 1, slices(index, space.maxBudget()), "slices");
  }

  private int checkWrites(Op op, int size, int written, int banks) {
    check(op.width() % size == 0, "width of %s", op);
    checkBetween(op.width(), size, sizes(), "width");
    int parts = op.width() / size;
    checkAscendingBelow(banks, op.writes());
    checkBetween(op.writes().size(), parts, Math.max(written / 2, parts), "number of writes");
    int started = (int) op.writes().stream().filter(bank -> bank >= written).count();
    checkBetween(started, 0, parts, "banks started");
    int highest = op.writes().get(op.writes().size() - 1);
    check(
        started == 0 ? highest < written : highest == written + started - 1,
        "%s does not start the lowest empty banks",
        op);
    return written + started;
  }

  private void checkGrid(Op op, int size) {
    check(space.layouts().containsKey(op.layout()), "layout of %s", op);
    check(mayGate(op.gate(), op.layout(), op.width(), size), "gate of %s", op);
    check(op.convolutions().size() == slots(op.layout()).size(), "convolutions of %s", op);
    op.convolutions().forEach(this::checkConvolution);
  }

  private void checkConvolution(ConvolutionChoice choice) {
    checkAxis(choice.kernelHeight(), choice.dilationHeight());
    checkAxis(choice.kernelWidth(), choice.dilationWidth());
    checkBetween(choice.groups(), 1, space.maxGroups(), "groups");
    check(space.bankChannels() % choice.groups() == 0, "groups of %s", choice);
    check(space.nonlinearities().contains(choice.nonlinearity()), "nonlinearity of %s", choice);
  }

  private void checkAxis(int kernel, int dilation) {
    check(kernel % 2 == 1, "kernel %s", kernel);
    checkBetween(kernel, 3, space.maxKernel(), "kernel");
    int limit = Math.max(1, Math.min(space.maxDilation(), 4 - (kernel - 1) / 2));
    checkBetween(dilation, 1, limit, "dilation");
  }

  private static void checkAscendingBelow(int bound, ImmutableList<Integer> banks) {
    check(!banks.isEmpty(), "no banks");
    int before = -1;
    for (int bank : banks) {
      check(bank > before && bank < bound, "banks %s, where %s may be used", banks, bound);
      before = bank;
    }
  }

  private static void checkBetween(int value, int least, int most, String what) {
    check(value >= least && value <= most, "%s %s is not in %s to %s", what, value, least, most);
  }

  @FormatMethod
  private static void check(boolean inside, String format, Object... values) {
    if (!inside) {
      throw new AssertionError(String.format(format, values));
    }
  }
}
