package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;

/**
 * The numbers that bound one block of a space. Channels are plain numbers; bank sizes and widths
 * are multiples of {@code bankChannels} (the paper's N); a slice is {@code depthCompression} such
 * multiples of a 1x1's inputs.
 */
record BlockRules(
    int index,
    int height,
    int width,
    int inputChannels,
    int maxChannels,
    int nominalChannels,
    int bankChannels,
    int sizes,
    int depthCompression,
    int depth) {

  static ImmutableList<BlockRules> of(MemoryBankSpace space) {
    ImmutableList.Builder<BlockRules> blocks = ImmutableList.builder();
    int inputChannels = space.stemChannels();
    for (int index = 0; index < space.blocks(); index++) {
      boolean last = index == space.blocks() - 1;
      int maxChannels = last ? 4 * space.stemChannels() : inputChannels + 2 * space.stemChannels();
      blocks.add(
          new BlockRules(
              index,
              space.input().height() >> index,
              space.input().width() >> index,
              inputChannels,
              maxChannels,
              inputChannels + space.depth() * (space.stemChannels() << index),
              space.bankChannels(),
              space.bankSizes(),
              space.depthCompression(),
              space.depth()));
      int base = 2 * space.bankChannels();
      inputChannels = maxChannels / 2 / base * base;
    }
    return blocks.build();
  }

  /** The budget in slices at a fraction of the nominal one. */
  int slices(double budget) {
    return (int) Math.floor(budget * nominalChannels / (bankChannels * depthCompression));
  }

  /** The banks that the block's input fills. */
  int inputBanks(int bankSize) {
    return inputChannels / (bankSize * bankChannels);
  }

  /** The banks that the block may have at the end. */
  int banks(int bankSize, double budget) {
    int grown = inputBanks(bankSize) + (int) Math.ceil(budget * depth * sizes) / bankSize;
    return Math.min(grown, maxChannels / (bankSize * bankChannels));
  }

  /** The number of banks read is a multiple of this, so that an op fills whole slices. */
  int readStep(int bankSize) {
    return bankSize % depthCompression == 0 ? 1 : depthCompression;
  }

  /** The slices that reading so many banks costs. */
  int cost(int reads, int bankSize) {
    return reads * bankSize / depthCompression;
  }

  /** The cost of the cheapest op. */
  int leastCost(int bankSize) {
    return cost(readStep(bankSize), bankSize);
  }

  /**
   * Whether banks of this size hold the whole input and feed at least one op within so many slices.
   */
  boolean allows(int bankSize, int slices) {
    return inputChannels % (bankSize * bankChannels) == 0
        && inputBanks(bankSize) >= readStep(bankSize)
        && leastCost(bankSize) <= slices;
  }

  /** All bank sizes that {@link #allows} so many slices. */
  ImmutableList<Integer> bankSizes(int slices) {
    return IntStream.rangeClosed(1, sizes)
        .filter(size -> allows(size, slices))
        .boxed()
        .collect(ImmutableList.toImmutableList());
  }
}
