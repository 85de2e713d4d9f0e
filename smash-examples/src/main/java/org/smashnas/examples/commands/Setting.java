package org.smashnas.examples.commands;

/** Sizes of the space under one name; the options of its parts go before it. */
enum Setting {
  /** The paper's. */
  DEFAULT(12, 4, 8, 64),
  /** A tenth of its cost, for small images and quick trials. */
  SMALL(4, 1, 8, 16);

  private final int depth;
  private final int width;
  private final int bankChannels;
  private final int maxBankChannels;

  Setting(int depth, int width, int bankChannels, int maxBankChannels) {
    this.depth = depth;
    this.width = width;
    this.bankChannels = bankChannels;
    this.maxBankChannels = maxBankChannels;
  }

  int depth() {
    return depth;
  }

  int width() {
    return width;
  }

  int bankChannels() {
    return bankChannels;
  }

  int maxBankChannels() {
    return maxBankChannels;
  }
}
