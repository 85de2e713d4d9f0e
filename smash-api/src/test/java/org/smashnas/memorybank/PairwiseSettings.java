package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.smashnas.network.Nonlinearity;

/**
 * Small spaces that together show every pair of values of two options at least once, but for gates
 * where no two convolutions lie side by side. A greedy covering array: each row starts from a pair
 * not yet seen and takes, option by option in a random order, the value that adds most new pairs;
 * the best of several such rows is kept. The seed is fixed, so the rows are always the same.
 */
final class PairwiseSettings {
  private static final int CANDIDATES = 50;
  private static final String LAYOUTS = "layouts";
  private static final String GATES = "gates";

  /** The options and their values. */
  static final ImmutableList<Option> OPTIONS =
      ImmutableList.of(
          new Option(
              LAYOUTS,
              new Value("single", space -> space),
              new Value("long", MemoryBankSpace.Builder::longOps),
              new Value("variable", MemoryBankSpace.Builder::variableOps),
              new Value("big", MemoryBankSpace.Builder::bigOps),
              new Value(
                  "parallel or branched",
                  space ->
                      space.layouts(
                          ImmutableMap.of(OpLayout.PARALLEL, 0.5, OpLayout.BRANCHED, 0.5)))),
          new Option(
              GATES,
              new Value("none", space -> space),
              new Value("add-split", space -> space.gates(GateStyle.ADD_SPLIT)),
              new Value("multiply", space -> space.gates(GateStyle.MULTIPLY))),
          new Option(
              "nonlinearities",
              new Value("ReLU", space -> space),
              new Value(
                  "paper's",
                  space ->
                      space.nonlinearities(
                          ImmutableSet.of(
                              Nonlinearity.RELU, Nonlinearity.TANH, Nonlinearity.SIGMOID))),
              new Value(
                  "all", space -> space.nonlinearities(ImmutableSet.copyOf(Nonlinearity.values()))),
              new Value("SiLU", space -> space.nonlinearities(ImmutableSet.of(Nonlinearity.SILU)))),
          new Option(
              "activationOrder",
              new Value("pre", space -> space.activationOrder(ActivationOrder.PRE)),
              new Value("post", space -> space.activationOrder(ActivationOrder.POST))),
          new Option(
              "scoredNorms",
              new Value("each convolution", space -> space),
              new Value("weight norm", space -> space.scoredNorms(OpNorms.WEIGHT_NORM)),
              new Value("grid", space -> space.scoredNorms(OpNorms.GRID)),
              new Value("before", space -> space.scoredNorms(OpNorms.BEFORE)),
              new Value("sandwich", space -> space.scoredNorms(OpNorms.SANDWICH)),
              new Value("full", space -> space.scoredNorms(OpNorms.FULL))),
          new Option(
              "derivedNorms",
              new Value("as scored", space -> space),
              new Value("before", space -> space.derivedNorms(OpNorms.BEFORE)),
              new Value("sandwich", space -> space.derivedNorms(OpNorms.SANDWICH)),
              new Value("full", space -> space.derivedNorms(OpNorms.FULL)),
              new Value("weight norm", space -> space.derivedNorms(OpNorms.WEIGHT_NORM))),
          new Option(
              "maxKernel",
              new Value("static", MemoryBankSpace.Builder::staticKernels),
              new Value("5", space -> space.maxKernel(5)),
              new Value("7", space -> space.maxKernel(7)),
              new Value("9", space -> space.maxKernel(9))),
          new Option(
              "maxGroups",
              new Value("static", MemoryBankSpace.Builder::staticGroups),
              new Value("3", space -> space.maxGroups(3)),
              new Value("8", space -> space.maxGroups(8))),
          new Option(
              "maxDilation",
              new Value("1", space -> space.maxDilation(1)),
              new Value("2", space -> space.maxDilation(2)),
              new Value("3", space -> space.maxDilation(3))),
          new Option(
              "bankChannels",
              new Value("1 to 4", space -> space.bankChannels(1).maxBankChannels(4)),
              new Value("3 to 6", space -> space.bankChannels(3).maxBankChannels(6)),
              new Value("4 to 16", space -> space.bankChannels(4).maxBankChannels(16))),
          new Option(
              "depthCompression",
              new Value("1", space -> space.depthCompression(1)),
              new Value("2", space -> space.depthCompression(2)),
              new Value("3", space -> space.depthCompression(3))),
          new Option(
              "bottleneck",
              new Value("1", space -> space.bottleneck(1)),
              new Value("2", space -> space.bottleneck(2)),
              new Value("4", space -> space.bottleneck(4))),
          new Option(
              "maxBottleneck",
              new Value("1", space -> space.maxBottleneck(1)),
              new Value("2", space -> space.maxBottleneck(2)),
              new Value("3", space -> space.maxBottleneck(3))));

  private static final ImmutableSet<String> SIDE_BY_SIDE =
      ImmutableSet.of("variable", "big", "parallel or branched");

  private final Random random = new Random(7);

  private PairwiseSettings() {}

  /** One option of a space. */
  record Option(String name, ImmutableList<Value> values) {
    Option(String name, Value... values) {
      this(name, ImmutableList.copyOf(values));
    }
  }

  /** One value of an option. */
  record Value(String name, UnaryOperator<MemoryBankSpace.Builder> setting) {}

  /** Two values, each by the index of its option and its own in that option; options ascend. */
  record Pair(int first, int firstValue, int second, int secondValue) {}

  /** For each option the index of its value. */
  record Row(ImmutableList<Integer> values) {

    MemoryBankSpace space() {
      MemoryBankSpace.Builder space =
          MemoryBankSpace.builder().input(10, 10, 2).classes(3).blocks(2).depth(4).width(2);
      for (int option = 0; option < values.size(); option++) {
        space = OPTIONS.get(option).values().get(values.get(option)).setting().apply(space);
      }
      return space.build();
    }

    Set<Pair> pairs() {
      Set<Pair> pairs = new LinkedHashSet<>();
      for (int second = 1; second < values.size(); second++) {
        for (int first = 0; first < second; first++) {
          pairs.add(new Pair(first, values.get(first), second, values.get(second)));
        }
      }
      return pairs;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (int option = 0; option < values.size(); option++) {
        Option named = OPTIONS.get(option);
        text.append(option == 0 ? "" : ", ").append(named.name()).append(' ');
        text.append(named.values().get(values.get(option)).name());
      }
      return text.toString();
    }
  }

  /** All pairs of values that a space can have. */
  static Set<Pair> allPairs() {
    Set<Pair> pairs = new LinkedHashSet<>();
    for (int second = 1; second < OPTIONS.size(); second++) {
      for (int first = 0; first < second; first++) {
        for (int one = 0; one < OPTIONS.get(first).values().size(); one++) {
          for (int other = 0; other < OPTIONS.get(second).values().size(); other++) {
            if (allowed(first, one, second, other)) {
              pairs.add(new Pair(first, one, second, other));
            }
          }
        }
      }
    }
    return pairs;
  }

  /** The rows. */
  static ImmutableList<Row> rows() {
    return new PairwiseSettings().cover();
  }

  private static boolean allowed(int option, int value, int other, int otherValue) {
    Option first = OPTIONS.get(option);
    Option second = OPTIONS.get(other);
    if (first.name().equals(GATES) && second.name().equals(LAYOUTS)) {
      return allowed(other, otherValue, option, value);
    }
    return !(first.name().equals(LAYOUTS) && second.name().equals(GATES))
        || otherValue == 0
        || SIDE_BY_SIDE.contains(first.values().get(value).name());
  }

  private ImmutableList<Row> cover() {
    Set<Pair> missing = allPairs();
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    while (!missing.isEmpty()) {
      Row best = candidate(missing);
      for (int index = 1; index < CANDIDATES; index++) {
        Row other = candidate(missing);
        best = gain(other, missing) > gain(best, missing) ? other : best;
      }
      missing.removeAll(best.pairs());
      rows.add(best);
    }
    return rows.build();
  }

  private static long gain(Row row, Set<Pair> missing) {
    return row.pairs().stream().filter(missing::contains).count();
  }

  private Row candidate(Set<Pair> missing) {
    Pair seed = new ArrayList<>(missing).get(random.nextInt(missing.size()));
    List<Integer> values = new ArrayList<>(Collections.nCopies(OPTIONS.size(), -1));
    values.set(seed.first(), seed.firstValue());
    values.set(seed.second(), seed.secondValue());
    List<Integer> order = new ArrayList<>();
    for (int option = 0; option < OPTIONS.size(); option++) {
      order.add(option);
    }
    Collections.shuffle(order, random);
    for (int option : order) {
      if (values.get(option) < 0) {
        values.set(option, best(values, option, missing));
      }
    }
    return new Row(ImmutableList.copyOf(values));
  }

  /** A random one of the values that add most new pairs with those already chosen. */
  private int best(List<Integer> values, int option, Set<Pair> missing) {
    int best = -1;
    int bestGain = -1;
    int ties = 0;
    for (int value = 0; value < OPTIONS.get(option).values().size(); value++) {
      int gain = gain(values, option, value, missing);
      if (gain > bestGain) {
        bestGain = gain;
        best = value;
        ties = 1;
      } else if (gain == bestGain && gain >= 0 && random.nextInt(++ties) == 0) {
        best = value;
      }
    }
    return best;
  }

  /** The new pairs that a value adds, below zero if it may not stand beside one chosen. */
  private static int gain(List<Integer> values, int option, int value, Set<Pair> missing) {
    int gain = 0;
    for (int other = 0; other < values.size(); other++) {
      int chosen = values.get(other);
      if (chosen >= 0) {
        if (!allowed(other, chosen, option, value)) {
          return -1;
        }
        Pair pair =
            other < option
                ? new Pair(other, chosen, option, value)
                : new Pair(option, value, other, chosen);
        gain += missing.contains(pair) ? 1 : 0;
      }
    }
    return gain;
  }
}
