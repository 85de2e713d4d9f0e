package org.smashnas.memorybank;

import java.util.random.RandomGenerator;

/** Draws spaces of random settings; some settings fit no space and are drawn again. */
final class RandomSettings {
  private static final int[] BANK_CHANNELS = {1, 2, 3, 4, 6, 8, 12};

  private final RandomGenerator random;
  private int drawn;
  private int refused;

  RandomSettings(RandomGenerator random) {
    this.random = random;
  }

  int refused() {
    return refused;
  }

  double shareOfValid() {
    return 1 - (double) refused / drawn;
  }

  MemoryBankSpace next() {
    while (true) {
      MemoryBankSpace.Builder settings = settings();
      drawn++;
      try {
        return settings.build();
      } catch (IllegalArgumentException documented) {
        refused++;
      }
    }
  }

  private MemoryBankSpace.Builder settings() {
    int blocks = between(1, 4);
    int bankChannels = BANK_CHANNELS[random.nextInt(BANK_CHANNELS.length)];
    double minBudget = 0.05 + 0.95 * random.nextDouble();
    double maxBudget = minBudget + (1 - minBudget) * random.nextDouble();
    return MemoryBankSpace.builder()
        .input(between(3, 9) << (blocks - 1), between(3, 9) << (blocks - 1), between(1, 4))
        .classes(between(2, 12))
        .blocks(blocks)
        .depth(between(1, 13))
        .width(between(1, 4))
        .bankChannels(bankChannels)
        .maxBankChannels(bankChannels * between(1, 8))
        .bottleneck(between(1, 5))
        .maxBottleneck(between(1, 3))
        .depthCompression(between(1, 4))
        .maxDilation(between(1, 4))
        .maxKernel(1 + 2 * between(1, 4))
        .maxGroups(between(1, 10))
        .minBudget(minBudget)
        .maxBudget(random.nextBoolean() ? 1 : maxBudget);
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
