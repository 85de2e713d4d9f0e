package org.smashnas.memorybank;

/** The channels inside an op, which follow from its reads and its width. */
final class OpWidths {
  private OpWidths() {}

  /** Outputs of the generated 1x1, in channels. */
  static int oneByOne(MemoryBankSpace space, int bankSize, int reads, int width) {
    int inputs = reads * bankSize * space.bankChannels();
    int outputs = width * space.bankChannels();
    int times = Math.max(1, Math.min(inputs / outputs, space.bottleneck()));
    return Math.min(
        Math.min(times * outputs, inputs), space.maxBottleneck() * space.maxBankChannels());
  }
}
