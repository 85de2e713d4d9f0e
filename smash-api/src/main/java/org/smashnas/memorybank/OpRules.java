package org.smashnas.memorybank;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import java.util.Comparator;

/** Whether the elements of an op fit the state of its block. */
final class OpRules {
  private OpRules() {}

  static boolean readsFit(BlockState state, ImmutableList<Integer> reads) {
    return !reads.isEmpty()
        && ascending(reads)
        && reads.get(0) >= 0
        && last(reads) < state.written
        && reads.size() % state.readStep() == 0
        && reads.size() <= state.maxReads();
  }

  static boolean widthFits(BlockState state, int width) {
    return width >= 1 && width % state.bankSize == 0 && width / state.bankSize <= state.maxParts();
  }

  static boolean writesFit(BlockState state, int width, ImmutableList<Integer> writes) {
    int parts = width / state.bankSize;
    if (writes.size() < parts || writes.size() > state.maxWrites(parts)) {
      return false;
    }
    return ascending(writes)
        && writes.get(0) >= 0
        && last(writes) < state.banks
        && newBanks(state, writes) <= state.maxNewBanks(parts)
        && startsLowestEmpty(state, writes);
  }

  /**
   * Ascending writes start empty banks from the lowest up exactly if the highest one closes the
   * row.
   */
  static boolean startsLowestEmpty(BlockState state, ImmutableList<Integer> writes) {
    int started = newBanks(state, writes);
    return started == 0 || last(writes) == state.written + started - 1;
  }

  static int newBanks(BlockState state, ImmutableList<Integer> writes) {
    return (int) writes.stream().filter(bank -> bank >= state.written).count();
  }

  static boolean ascending(ImmutableList<Integer> banks) {
    return Comparators.isInStrictOrder(banks, Comparator.naturalOrder());
  }

  private static int last(ImmutableList<Integer> banks) {
    return banks.get(banks.size() - 1);
  }
}
