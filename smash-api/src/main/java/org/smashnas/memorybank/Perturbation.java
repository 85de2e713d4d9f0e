package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;

/**
 * Changes each element of an architecture with some probability. A block is rebuilt op by op: an
 * element stays where the ops before it still allow it, and is drawn anew by the sampler's rules
 * where it was chosen or no longer fits. Ops can be dropped, doubled and inserted, and a block
 * drawn anew with its bank size, so every architecture can be reached. One use, one thread.
 */
final class Perturbation {
  private final MemoryBankSpace space;
  private final RandomGenerator random;
  private final double probability;
  private final Sampler sampler;

  Perturbation(MemoryBankSpace space, RandomGenerator random, double probability) {
    this.space = space;
    this.random = random;
    this.probability = probability;
    this.sampler = Sampler.annealed(space, random, 1);
  }

  MemoryBank perturb(MemoryBank architecture) {
    ImmutableList.Builder<Block> blocks = ImmutableList.builder();
    for (BlockRules rules : space.rules()) {
      Block block = architecture.blocks().get(rules.index());
      blocks.add(chosen() ? sampler.block(rules) : perturb(rules, block));
    }
    return new MemoryBank(blocks.build());
  }

  private Block perturb(BlockRules rules, Block block) {
    BlockState state = new BlockState(rules, block.bankSize(), space.maxBudget());
    ImmutableList.Builder<Op> ops = ImmutableList.builder();
    for (Optional<Op> planned : plan(block.ops())) {
      if (!state.allowsOp()) {
        break;
      }
      Op op = planned.map(old -> perturb(state, old)).orElseGet(() -> sampler.op(state));
      state.apply(op);
      ops.add(op);
    }
    return new Block(block.bankSize(), ops.build());
  }

  /** The ops to come, an empty one to be drawn; never none at all. */
  private List<Optional<Op>> plan(ImmutableList<Op> ops) {
    List<Optional<Op>> plan = new ArrayList<>();
    for (Op op : ops) {
      switch (chosen() ? random.nextInt(3) : -1) {
        case 0 -> {}
        case 1 -> {
          plan.add(Optional.of(op));
          plan.add(Optional.of(op));
        }
        case 2 -> {
          plan.add(Optional.of(op));
          plan.add(Optional.empty());
        }
        default -> plan.add(Optional.of(op));
      }
    }
    if (plan.isEmpty()) {
      plan.add(Optional.empty());
    }
    return plan;
  }

  private Op perturb(BlockState state, Op old) {
    ImmutableList<Integer> reads = old.reads();
    if (chosen() || !OpRules.readsFit(state, reads)) {
      reads = sampler.reads(state);
    }
    int width = old.width();
    if (chosen() || !OpRules.widthFits(state, width)) {
      width = sampler.width(state, reads.size());
    }
    ImmutableList<Integer> writes = lowestEmpty(state, old.writes());
    if (chosen() || !OpRules.writesFit(state, width, writes)) {
      writes = sampler.writes(state, width);
    }
    OpLayout layout = chosen() ? sampler.layout() : old.layout();
    Gate gate = old.gate();
    if (chosen() || !space.allows(gate, layout, width, state.bankSize)) {
      gate = sampler.gate(layout, width, state.bankSize);
    }
    return new Op(reads, width, writes, layout, gate, perturb(layout, old));
  }

  /** Convolutions of slots that stay active are perturbed, those of new ones drawn. */
  private ImmutableList<ConvolutionChoice> perturb(OpLayout layout, Op old) {
    ImmutableList.Builder<ConvolutionChoice> choices = ImmutableList.builder();
    for (int slot : layout.slots()) {
      int index = old.layout().slots().indexOf(slot);
      choices.add(index < 0 ? sampler.convolution() : perturb(old.convolutions().get(index)));
    }
    return space.drawnParts().convolutions(choices.build());
  }

  /** Moves writes to empty banks down to the lowest ones, as the sampler does. */
  private ImmutableList<Integer> lowestEmpty(BlockState state, ImmutableList<Integer> writes) {
    ImmutableList.Builder<Integer> moved = ImmutableList.builder();
    int nextEmpty = state.written;
    for (int bank : writes) {
      moved.add(bank < state.written ? bank : nextEmpty++);
    }
    return space.drawnParts().banks(moved.build());
  }

  private ConvolutionChoice perturb(ConvolutionChoice old) {
    int kernelHeight = chosen() ? sampler.kernel() : old.kernelHeight();
    int kernelWidth = chosen() ? sampler.kernel() : old.kernelWidth();
    return new ConvolutionChoice(
        kernelHeight,
        kernelWidth,
        dilation(kernelHeight, old.dilationHeight()),
        dilation(kernelWidth, old.dilationWidth()),
        chosen() ? sampler.groups() : old.groups(),
        chosen() ? sampler.nonlinearity() : old.nonlinearity());
  }

  private int dilation(int kernel, int old) {
    return chosen() || old > space.maxDilation(kernel) ? sampler.dilation(kernel) : old;
  }

  private boolean chosen() {
    return random.nextDouble() < probability;
  }
}
