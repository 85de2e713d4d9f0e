package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;

/**
 * Equal parts of drawn architectures as one object, where a space has so few of them that all can
 * be kept: convolutions, and banks by ones and twos. Safe for use by several threads.
 */
final class DrawnParts {
  private static final int MOST_BANKS = 2;

  private final Interner<ConvolutionChoice> convolutions = Interners.newStrongInterner();
  private final Interner<ImmutableList<ConvolutionChoice>> single = Interners.newStrongInterner();
  private final Interner<ImmutableList<Integer>> banks = Interners.newStrongInterner();

  ImmutableList<ConvolutionChoice> convolutions(ImmutableList<ConvolutionChoice> drawn) {
    return drawn.size() == 1
        ? single.intern(drawn)
        : drawn.stream().map(convolutions::intern).collect(ImmutableList.toImmutableList());
  }

  ImmutableList<Integer> banks(ImmutableList<Integer> drawn) {
    return drawn.size() <= MOST_BANKS ? banks.intern(drawn) : drawn;
  }
}
