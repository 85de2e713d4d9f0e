package com.example.tabular;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Concat;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.ConditionFields.Marks;
import org.smashnas.space.WeightGrid;

/**
 * Perceptrons of one to four hidden layers for rows of numbers: 340 choices of widths, three
 * nonlinearities, with and without a skip. The HyperNet writes the matrices of the hidden layers;
 * norms and classifier are shared.
 */
public final class PerceptronSpace implements ArchitectureSpace<Perceptron> {
  private static final int MAX_DEPTH = 4;
  private static final List<Integer> WIDTHS = List.of(8, 16, 32, 64);
  private static final int WIDEST = 64;
  private static final List<Nonlinearity> NONLINEARITIES =
      List.of(Nonlinearity.RELU, Nonlinearity.TANH, Nonlinearity.GELU);
  private static final int CELL = 16;

  private final int inputs;
  private final int classes;
  private final WeightGrid grid;

  /**
   * @param inputs numbers of a row
   * @param classes how many classes to tell apart
   */
  public PerceptronSpace(int inputs, int classes) {
    this.inputs = inputs;
    this.classes = classes;
    ConditionFields.Builder fields =
        ConditionFields.builder()
            .field("layer", MAX_DEPTH)
            .field("slice", (WIDEST + inputs) / CELL + 1)
            .field("nonlinearity", NONLINEARITIES.size())
            .field("skip", 2)
            .field("depth", MAX_DEPTH + 1);
    for (int layer = 0; layer < MAX_DEPTH; layer++) {
      fields.field("width" + layer, WIDTHS.size());
    }
    this.grid = new WeightGrid(CELL, CELL, WIDEST / CELL, fields.build());
  }

  @Override
  public String id() {
    return "perceptrons for " + inputs + " numbers and " + classes + " classes";
  }

  @Override
  public Perceptron sample(RandomGenerator random) {
    List<Integer> widths =
        IntStream.range(0, depth(random)).mapToObj(layer -> one(WIDTHS, random)).toList();
    return new Perceptron(widths, one(NONLINEARITIES, random), random.nextBoolean());
  }

  /** A deeper network keeps the layers that it had; a shallower one keeps the first. */
  @Override
  public Perceptron perturb(Perceptron old, double probability, RandomGenerator random) {
    int depth = random.nextDouble() < probability ? depth(random) : old.depth();
    List<Integer> widths =
        IntStream.range(0, depth)
            .mapToObj(
                layer ->
                    layer >= old.depth() || random.nextDouble() < probability
                        ? one(WIDTHS, random)
                        : old.widths().get(layer))
            .toList();
    return new Perceptron(
        widths,
        random.nextDouble() < probability ? one(NONLINEARITIES, random) : old.nonlinearity(),
        random.nextDouble() < probability ? random.nextBoolean() : old.skip());
  }

  private static int depth(RandomGenerator random) {
    return random.nextInt(1, MAX_DEPTH + 1);
  }

  private static <T> T one(List<T> choices, RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Override
  public void validate(Perceptron perceptron) {
    check(
        perceptron.depth() >= 1 && perceptron.depth() <= MAX_DEPTH,
        "depth is " + perceptron.depth() + "; it must be from 1 to " + MAX_DEPTH);
    check(
        WIDTHS.containsAll(perceptron.widths()),
        "widths are " + perceptron.widths() + "; each must be one of " + WIDTHS);
    check(
        NONLINEARITIES.contains(perceptron.nonlinearity()),
        "nonlinearity is " + perceptron.nonlinearity() + "; it must be one of " + NONLINEARITIES);
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }

  @Override
  public Network network(Perceptron perceptron) {
    validate(perceptron);
    Network.Builder network = Network.builder(Shape.vector(inputs));
    Layer layer = network.input();
    for (int index = 0; index < perceptron.depth(); index++) {
      layer = hidden(network, perceptron, index, layer);
    }
    int values = layer.shape().size();
    Weight matrix =
        Weight.shared(
            "logits",
            WeightShape.matrix(values, classes),
            perceptron.skip() ? "logits.skip" : "logits",
            WeightShape.matrix(WIDEST + (perceptron.skip() ? inputs : 0), classes));
    Weight bias = Weight.shared("logits.bias", WeightShape.vector(classes));
    return network.build(network.add("logits", Dense.of(matrix).withBias(bias), layer));
  }

  private Layer hidden(Network.Builder network, Perceptron perceptron, int index, Layer input) {
    String name = "hidden" + index;
    int width = perceptron.widths().get(index);
    Weight matrix =
        grid.generated(
            name,
            WeightShape.matrix(input.shape().size(), width),
            slice -> marks(perceptron, index, slice));
    Layer product = network.add(name, Dense.of(matrix), input);
    Layer normed =
        network.add(name + ".norm", BatchNorm.shared(name + ".norm", width, WIDEST), product);
    Layer active = network.add(name + ".active", new Activation(perceptron.nonlinearity()), normed);
    return perceptron.skip()
        ? network.add(name + ".skip", new Concat(), network.input(), active)
        : active;
  }

  /** Each matrix is told which one it is and what the whole perceptron is. */
  private Marks marks(Perceptron perceptron, int layer, int slice) {
    Marks marks =
        grid.fields()
            .marks()
            .mark("layer", layer)
            .mark("slice", slice)
            .mark("nonlinearity", NONLINEARITIES.indexOf(perceptron.nonlinearity()))
            .mark("skip", perceptron.skip() ? 1 : 0)
            .mark("depth", perceptron.depth());
    for (int index = 0; index < perceptron.depth(); index++) {
      marks.mark("width" + index, WIDTHS.indexOf(perceptron.widths().get(index)));
    }
    return marks;
  }

  @Override
  public WeightGrid weightGrid() {
    return grid;
  }

  @Override
  public ArchitectureCodec<Perceptron> codec() {
    return ArchitectureCodec.ofRecord(Perceptron.class);
  }
}
