package org.smashnas.memorybank;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;

/**
 * Checks an architecture against its space; each message names the place, the value and what is
 * allowed.
 */
final class Validation {
  private final MemoryBankSpace space;

  Validation(MemoryBankSpace space) {
    this.space = space;
  }

  void check(MemoryBank architecture) {
    checkArgument(
        architecture.blocks().size() == space.blocks(),
        "architecture has %s block(s); its space has %s",
        architecture.blocks().size(),
        space.blocks());
    for (BlockRules rules : space.rules()) {
      check(rules, architecture.blocks().get(rules.index()));
    }
  }

  private void check(BlockRules rules, Block block) {
    int slices = rules.slices(space.maxBudget());
    checkArgument(
        block.bankSize() >= 1
            && block.bankSize() <= rules.sizes()
            && rules.allows(block.bankSize(), slices),
        "block %s has bank size %s; its %s input channels allow %s",
        rules.index(),
        block.bankSize(),
        rules.inputChannels(),
        rules.bankSizes(slices));
    checkArgument(
        !block.ops().isEmpty(), "block %s has no ops; it needs at least one", rules.index());
    BlockState state = new BlockState(rules, block.bankSize(), space.maxBudget());
    for (int index = 0; index < block.ops().size(); index++) {
      Op op = block.ops().get(index);
      String place = "block " + rules.index() + " op " + index;
      checkReads(place, state, op.reads());
      checkWidth(place, state, op.width());
      checkWrites(place, state, op);
      checkGrid(place, state, op);
      state.apply(op);
    }
  }

  private static void checkReads(String place, BlockState state, ImmutableList<Integer> reads) {
    checkBanks(place, "reads", reads);
    for (int bank : reads) {
      checkArgument(
          bank < state.written,
          "%s reads bank %s, which nothing has written yet; banks 0 to %s are written there",
          place,
          bank,
          state.written - 1);
    }
    checkArgument(
        OpRules.readsFit(state, reads),
        "%s reads %s bank(s); the number must be a multiple of %s and, with %s slice(s) of the"
            + " budget left, at most %s",
        place,
        reads.size(),
        state.readStep(),
        state.slicesLeft,
        state.maxReads());
  }

  private static void checkWidth(String place, BlockState state, int width) {
    checkArgument(
        OpRules.widthFits(state, width),
        "%s has width %s; it must be a multiple of the bank size %s from %s to %s",
        place,
        width,
        state.bankSize,
        state.bankSize,
        state.bankSize * state.maxParts());
  }

  private static void checkWrites(String place, BlockState state, Op op) {
    checkBanks(place, "writes", op.writes());
    for (int bank : op.writes()) {
      checkArgument(
          bank < state.banks,
          "%s writes bank %s; the block has banks 0 to %s",
          place,
          bank,
          state.banks - 1);
    }
    checkArgument(
        OpRules.startsLowestEmpty(state, op.writes()),
        "%s writes banks %s; empty banks are started from the lowest, %s, up",
        place,
        op.writes(),
        state.written);
    int parts = op.width() / state.bankSize;
    checkArgument(
        OpRules.writesFit(state, op.width(), op.writes()),
        "%s writes banks %s; an op of width %s writes %s to %s banks there, at most %s of them"
            + " empty",
        place,
        op.writes(),
        op.width(),
        parts,
        state.maxWrites(parts),
        state.maxNewBanks(parts));
  }

  private static void checkBanks(String place, String verb, ImmutableList<Integer> banks) {
    checkArgument(!banks.isEmpty(), "%s %s no bank; it needs at least one", place, verb);
    for (int bank : banks) {
      checkArgument(bank >= 0, "%s %s bank %s; banks are numbered from 0", place, verb, bank);
    }
    checkArgument(
        OpRules.ascending(banks),
        "%s %s banks %s; they must ascend without repetition",
        place,
        verb,
        banks);
  }

  private void checkGrid(String place, BlockState state, Op op) {
    checkArgument(
        space.layouts().containsKey(op.layout()),
        "%s has layout %s; allowed are %s",
        place,
        op.layout(),
        space.layouts().keySet());
    checkArgument(
        space.allows(op.gate(), op.layout(), op.width(), state.bankSize),
        "%s has gate %s with layout %s and width %s; a gate needs a space with gates, two"
            + " convolutions before it, and a width whose half is a multiple of the bank size %s",
        place,
        op.gate(),
        op.layout(),
        op.width(),
        state.bankSize);
    checkArgument(
        op.convolutions().size() == op.layout().slots().size(),
        "%s has %s convolution(s); layout %s has %s",
        place,
        op.convolutions().size(),
        op.layout(),
        op.layout().slots().size());
    for (int index = 0; index < op.convolutions().size(); index++) {
      check(place + " convolution " + op.layout().slots().get(index), op.convolutions().get(index));
    }
  }

  private void check(String place, ConvolutionChoice choice) {
    checkAxis(place, "height", choice.kernelHeight(), choice.dilationHeight());
    checkAxis(place, "width", choice.kernelWidth(), choice.dilationWidth());
    checkArgument(
        space.groupChoices().contains(choice.groups()),
        "%s has %s groups; allowed are %s",
        place,
        choice.groups(),
        space.groupChoices());
    checkArgument(
        space.nonlinearities().contains(choice.nonlinearity()),
        "%s has nonlinearity %s; allowed are %s",
        place,
        choice.nonlinearity(),
        space.nonlinearities());
  }

  private void checkAxis(String place, String axis, int kernel, int dilation) {
    checkArgument(
        kernel % 2 == 1 && kernel >= 3 && kernel <= space.maxKernel(),
        "%s has kernel %s %s; it must be odd, from 3 to %s",
        place,
        axis,
        kernel,
        space.maxKernel());
    checkArgument(
        dilation >= 1 && dilation <= space.maxDilation(kernel),
        "%s has dilation %s %s; with kernel %s it must be from 1 to %s",
        place,
        axis,
        dilation,
        kernel,
        space.maxDilation(kernel));
  }
}
