package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.network.Condition;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.WeightGrid;

/**
 * A space as a user may write it: perceptrons of two hidden layers. Both matrices and a bias are
 * generated, none a multiple of the grid's cell; each nonlinearity has a classifier of its own, so
 * architectures name different shared tensors.
 */
final class MlpSpace implements ArchitectureSpace<MlpSpace.Mlp> {
  static final int INPUTS = 6;
  static final int CLASSES = 3;
  private static final int MIN_WIDTH = 3;
  private static final int MAX_WIDTH = 9;
  private static final List<Nonlinearity> NONLINEARITIES =
      List.of(Nonlinearity.RELU, Nonlinearity.TANH, Nonlinearity.GELU);
  private static final WeightGrid GRID =
      new WeightGrid(
          4,
          4,
          3,
          ConditionFields.builder()
              .field("weight", 3)
              .field("slice", 3)
              .field("width", MAX_WIDTH + 1)
              .field("nonlinearity", NONLINEARITIES.size())
              .build());

  /** An architecture: the widths of the hidden layers and the function between them. */
  record Mlp(int first, int second, Nonlinearity nonlinearity) {}

  @Override
  public String id() {
    return "perceptrons";
  }

  @Override
  public Mlp sample(RandomGenerator random) {
    return new Mlp(width(random), width(random), nonlinearity(random));
  }

  private static int width(RandomGenerator random) {
    return random.nextInt(MIN_WIDTH, MAX_WIDTH + 1);
  }

  private static Nonlinearity nonlinearity(RandomGenerator random) {
    return NONLINEARITIES.get(random.nextInt(NONLINEARITIES.size()));
  }

  @Override
  public Mlp perturb(Mlp architecture, double probability, RandomGenerator random) {
    return new Mlp(
        random.nextDouble() < probability ? width(random) : architecture.first(),
        random.nextDouble() < probability ? width(random) : architecture.second(),
        random.nextDouble() < probability ? nonlinearity(random) : architecture.nonlinearity());
  }

  @Override
  public void validate(Mlp architecture) {
    for (int width : new int[] {architecture.first(), architecture.second()}) {
      checkArgument(
          width >= MIN_WIDTH && width <= MAX_WIDTH,
          "width is %s; it must be from %s to %s",
          width,
          MIN_WIDTH,
          MAX_WIDTH);
    }
    checkArgument(
        NONLINEARITIES.contains(architecture.nonlinearity()),
        "nonlinearity is %s; it must be one of %s",
        architecture.nonlinearity(),
        NONLINEARITIES);
  }

  @Override
  public Network network(Mlp architecture) {
    validate(architecture);
    Network.Builder network = Network.builder(Shape.vector(INPUTS));
    String function = architecture.nonlinearity().name();
    Layer first =
        hidden(
            network,
            "first",
            network.input(),
            architecture,
            new Dense(
                generated("first", WeightShape.matrix(INPUTS, architecture.first()), architecture),
                Optional.of(shared("first.bias." + function, architecture.first()))));
    Layer second =
        hidden(
            network,
            "second",
            first,
            architecture,
            new Dense(
                generated(
                    "second",
                    WeightShape.matrix(architecture.first(), architecture.second()),
                    architecture),
                Optional.of(
                    generated(
                        "second.bias", WeightShape.vector(architecture.second()), architecture))));
    Dense logits =
        new Dense(
            Weight.shared(
                "logits",
                WeightShape.matrix(architecture.second(), CLASSES),
                "logits." + function,
                WeightShape.matrix(MAX_WIDTH, CLASSES)),
            Optional.empty());
    return network.build(network.add("logits", logits, second));
  }

  private static Layer hidden(
      Network.Builder network, String name, Layer input, Mlp architecture, Dense dense) {
    Layer product = network.add(name, dense, input);
    int width = product.shape().size();
    BatchNorm norm =
        new BatchNorm(name, shared(name + ".scale", width), shared(name + ".offset", width));
    Layer normed = network.add(name + ".norm", norm, product);
    return network.add(name + ".active", new Activation(architecture.nonlinearity()), normed);
  }

  private static Weight shared(String name, int size) {
    return Weight.shared(name, WeightShape.vector(size), name, WeightShape.vector(MAX_WIDTH));
  }

  private static Weight generated(String name, WeightShape shape, Mlp architecture) {
    List<String> names = List.of("first", "second", "second.bias");
    return Weight.generated(
        name,
        shape,
        Condition.of(
            IntStream.range(0, GRID.slices(shape))
                .mapToObj(
                    slice ->
                        GRID.fields()
                            .marks()
                            .mark("weight", names.indexOf(name))
                            .mark("slice", slice)
                            .mark("width", shape.outputs())
                            .mark(
                                "nonlinearity", NONLINEARITIES.indexOf(architecture.nonlinearity()))
                            .features())
                .toList()));
  }

  @Override
  public WeightGrid weightGrid() {
    return GRID;
  }

  @Override
  public ArchitectureCodec<Mlp> codec() {
    return ArchitectureCodec.ofRecord(Mlp.class);
  }
}
