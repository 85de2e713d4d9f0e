package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.smashnas.memorybank.MemoryBank.Block;
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

  /** The banks that hold something at the end of a block. */
  int written(int index, Block block) {
    int written = input(index) / block.bankSize();
    for (Op op : block.ops()) {
      written = Math.max(written, op.writes().get(op.writes().size() - 1) + 1);
    }
    return written;
  }

  void assertInside(MemoryBank architecture) {
    assertThat(architecture.blocks()).hasSize(space.blocks());
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
    assertThat(size).isBetween(1, sizes());
    assertThat(input(index) % size).as("dropped input of block %s", index).isZero();
    assertThat(block.ops()).isNotEmpty();
    int grown = (int) Math.ceil(space.maxBudget() * space.depth() * sizes()) / size;
    int banks = Math.min(input(index) / size + grown, memory(index) / size);
    int written = input(index) / size;
    int used = 0;
    for (Op op : block.ops()) {
      assertAscendingBelow(written, op.reads());
      int channels = op.reads().size() * size;
      assertThat(channels % space.depthCompression()).as("spilt slice").isZero();
      used += channels / space.depthCompression();
      written = assertWrites(op, size, written, banks);
      assertGrid(op, size);
    }
    assertThat(used).as("slices").isLessThanOrEqualTo(slices(index, space.maxBudget()));
  }

  private int assertWrites(Op op, int size, int written, int banks) {
    assertThat(op.width() % size).isZero();
    assertThat(op.width()).isBetween(size, sizes());
    int parts = op.width() / size;
    assertAscendingBelow(banks, op.writes());
    assertThat(op.writes().size()).isBetween(parts, Math.max(written / 2, parts));
    int started = (int) op.writes().stream().filter(bank -> bank >= written).count();
    assertThat(started).isLessThanOrEqualTo(parts);
    int highest = op.writes().get(op.writes().size() - 1);
    assertThat(started == 0 ? highest < written : highest == written + started - 1).isTrue();
    return written + started;
  }

  private static void assertAscendingBelow(int bound, ImmutableList<Integer> banks) {
    assertThat(banks).isNotEmpty().isSorted().doesNotHaveDuplicates();
    assertThat(banks).allMatch(bank -> bank >= 0 && bank < bound);
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

  private void assertGrid(Op op, int size) {
    assertThat(space.layouts()).containsKey(op.layout());
    assertThat(mayGate(op.gate(), op.layout(), op.width(), size)).as("gate of %s", op).isTrue();
    assertThat(op.convolutions()).hasSameSizeAs(slots(op.layout()));
    op.convolutions().forEach(this::assertConvolution);
  }

  private void assertConvolution(MemoryBank.ConvolutionChoice choice) {
    assertAxis(choice.kernelHeight(), choice.dilationHeight());
    assertAxis(choice.kernelWidth(), choice.dilationWidth());
    assertThat(space.bankChannels() % choice.groups()).isZero();
    assertThat(choice.groups()).isBetween(1, space.maxGroups());
    assertThat(space.nonlinearities()).contains(choice.nonlinearity());
  }

  private void assertAxis(int kernel, int dilation) {
    assertThat(kernel % 2).isOne();
    assertThat(kernel).isBetween(3, space.maxKernel());
    int limit = Math.max(1, Math.min(space.maxDilation(), 4 - (kernel - 1) / 2));
    assertThat(dilation).isBetween(1, limit);
  }
}
