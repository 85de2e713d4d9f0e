package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Nonlinearity;

/** A block that grows by plain ops, each checked against the whole budget. One use, one thread. */
final class BlockPlan {
  private final BlockState state;
  private final OpLayout layout;
  private final ImmutableList<ConvolutionChoice> convolutions;
  private final ImmutableList.Builder<Op> ops = ImmutableList.builder();

  BlockPlan(MemoryBankSpace space, BlockRules rules, int bankSize) {
    this.state = new BlockState(rules, bankSize, space.maxBudget());
    this.layout = space.layoutChoices().get(0);
    Nonlinearity nonlinearity = space.nonlinearityChoices().get(0);
    this.convolutions =
        ImmutableList.copyOf(
            Collections.nCopies(
                layout.slots().size(), new ConvolutionChoice(3, 3, 1, 1, 1, nonlinearity)));
  }

  int written() {
    return state.written;
  }

  int maxParts() {
    return state.maxParts();
  }

  /** The bank that is started next, as what an op writes. */
  ImmutableList<Integer> newBank() {
    return ImmutableList.of(state.written);
  }

  /** Adds an op with a part for each bank that it writes, if it fits. */
  boolean add(ImmutableList<Integer> reads, ImmutableList<Integer> writes) {
    int width = writes.size() * state.bankSize;
    if (!OpRules.readsFit(state, reads)
        || !OpRules.widthFits(state, width)
        || !OpRules.writesFit(state, width, writes)) {
      return false;
    }
    Op op = new Op(reads, width, writes, layout, Gate.NONE, convolutions);
    state.apply(op);
    ops.add(op);
    return true;
  }

  Block block() {
    return new Block(state.bankSize, ops.build());
  }
}
