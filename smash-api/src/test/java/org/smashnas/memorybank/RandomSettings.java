package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.smashnas.network.Nonlinearity;

/** Draws spaces of random settings; some settings fit no space and are drawn again. */
final class RandomSettings {
  private static final ImmutableList<Integer> BANK_CHANNELS =
      ImmutableList.of(1, 2, 3, 4, 6, 8, 12);
  private static final ImmutableList<GateStyle> GATE_STYLES =
      ImmutableList.copyOf(GateStyle.values());
  private static final ImmutableList<ActivationOrder> ORDERS =
      ImmutableList.copyOf(ActivationOrder.values());
  private static final ImmutableList<OpNorms> NORMS = ImmutableList.copyOf(OpNorms.values());

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
    int bankChannels = oneOf(BANK_CHANNELS);
    double minBudget = 0.05 + 0.95 * random.nextDouble();
    double maxBudget = minBudget + (1 - minBudget) * random.nextDouble();
    MemoryBankSpace.Builder settings =
        MemoryBankSpace.builder()
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
            .maxBudget(random.nextBoolean() ? 1 : maxBudget)
            .nonlinearities(nonlinearities())
            .activationOrder(oneOf(ORDERS))
            .scoredNorms(oneOf(NORMS))
            .annealing(annealing());
    if (random.nextBoolean()) {
      settings = settings.derivedNorms(oneOf(NORMS));
    }
    if (random.nextInt(8) == 0) {
      settings = settings.staticKernels();
    }
    if (random.nextInt(8) == 0) {
      settings = settings.staticGroups();
    }
    return withLayouts(settings);
  }

  /** Gates go with those layouts alone that have two convolutions side by side. */
  private MemoryBankSpace.Builder withLayouts(MemoryBankSpace.Builder settings) {
    return switch (random.nextInt(6)) {
      case 0 -> settings;
      case 1 -> settings.longOps();
      case 2 -> withGates(settings.bigOps());
      case 3 -> withGates(settings.variableOps());
      default -> {
        ImmutableMap<OpLayout, Double> layouts = layouts();
        boolean sideBySide =
            layouts.keySet().stream().anyMatch(layout -> SpaceOracle.slots(layout).contains(2));
        yield sideBySide ? withGates(settings.layouts(layouts)) : settings.layouts(layouts);
      }
    };
  }

  private MemoryBankSpace.Builder withGates(MemoryBankSpace.Builder settings) {
    return random.nextInt(3) == 0 ? settings : settings.gates(oneOf(GATE_STYLES));
  }

  private ImmutableMap<OpLayout, Double> layouts() {
    Map<OpLayout, Double> weights = new EnumMap<>(OpLayout.class);
    for (OpLayout layout : someOf(ImmutableList.copyOf(OpLayout.values()))) {
      weights.put(layout, 0.01 + random.nextDouble());
    }
    double total = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    weights.replaceAll((layout, weight) -> weight / total);
    return ImmutableMap.copyOf(weights);
  }

  private ImmutableSet<Nonlinearity> nonlinearities() {
    return random.nextInt(4) == 0
        ? ImmutableSet.of(Nonlinearity.RELU)
        : someOf(ImmutableList.copyOf(Nonlinearity.values()));
  }

  private Annealing annealing() {
    return switch (random.nextInt(4)) {
      case 0 -> Annealing.paper();
      case 1 -> Annealing.none();
      default ->
          new Annealing(
              1 - random.nextDouble(),
              1 - random.nextDouble(),
              1 + 2 * between(1, 5),
              random.nextInt(4) == 0 ? 0 : random.nextDouble());
    };
  }

  private <T> ImmutableSet<T> someOf(ImmutableList<T> all) {
    ImmutableSet.Builder<T> some = ImmutableSet.builder();
    some.add(oneOf(all));
    all.stream().filter(one -> random.nextInt(3) == 0).forEach(some::add);
    return some.build();
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
