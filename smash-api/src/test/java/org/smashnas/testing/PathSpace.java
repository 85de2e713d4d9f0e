package org.smashnas.testing;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.network.Condition;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.WeightGrid;

/**
 * A space to be taken in at a glance: one convolution after the other, each of kernel 1 or 3, with
 * or without groups; with at most two of them it has 4 + 16 architectures. The derived networks
 * have norms. Tests break it by overriding a method.
 */
class PathSpace implements ArchitectureSpace<PathSpace.Path> {
  enum Kind {
    FULL,
    GROUPED
  }

  record Step(Kind kind, int kernel) {}

  record Path(ImmutableList<Step> steps) {}

  static final int CHANNELS = 2;
  private final int most;

  PathSpace() {
    this(2);
  }

  PathSpace(int most) {
    this.most = most;
  }

  static Path path(Step... steps) {
    return new Path(ImmutableList.copyOf(steps));
  }

  int most() {
    return most;
  }

  @Override
  public String id() {
    return "paths of " + most;
  }

  @Override
  public Path sample(RandomGenerator random) {
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    int count = 1 + random.nextInt(most);
    for (int index = 0; index < count; index++) {
      steps.add(step(random));
    }
    return new Path(steps.build());
  }

  static Step step(RandomGenerator random) {
    return new Step(Kind.values()[random.nextInt(2)], 1 + 2 * random.nextInt(2));
  }

  @Override
  public Path perturb(Path path, double probability, RandomGenerator random) {
    validate(path);
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    int count = random.nextDouble() < probability ? 1 + random.nextInt(most) : path.steps().size();
    for (int index = 0; index < count; index++) {
      boolean isNew = index >= path.steps().size() || random.nextDouble() < probability;
      steps.add(isNew ? step(random) : path.steps().get(index));
    }
    return new Path(steps.build());
  }

  @Override
  public void validate(Path path) {
    checkArgument(
        path.steps().size() >= 1 && path.steps().size() <= most,
        "path has %s steps; it must have 1 to %s",
        path.steps().size(),
        most);
    for (Step step : path.steps()) {
      checkArgument(
          step.kernel() == 1 || step.kernel() == 3,
          "kernel is %s; it must be 1 or 3",
          step.kernel());
    }
  }

  @Override
  public Network network(Path path) {
    validate(path);
    return assemble(path, false);
  }

  @Override
  public Network derivedNetwork(Path path) {
    validate(path);
    return assemble(path, true).withOwnWeights();
  }

  Shape input(Path path) {
    return new Shape(4, 4, CHANNELS);
  }

  final Network assemble(Path path, boolean norms) {
    Network.Builder network = Network.builder(input(path));
    Layer last = network.input();
    for (int index = 0; index < path.steps().size(); index++) {
      if (norms) {
        String name = "norm" + index;
        last =
            network.add(
                name, new BatchNorm(name, vector(name + ".scale"), vector(name + ".offset")), last);
      }
      last = network.add("step" + index, convolution(path, index), last);
    }
    Layer mean = network.add("mean", new Operation.GlobalMean(), last);
    WeightShape logits = WeightShape.matrix(CHANNELS, 3);
    Weight matrix = Weight.shared("logits", logits, "logits", logits);
    return network.build(network.add("logits", new Dense(matrix, Optional.empty()), mean));
  }

  private static Weight vector(String name) {
    return Weight.own(name, WeightShape.vector(CHANNELS));
  }

  Convolution convolution(Path path, int index) {
    Step step = path.steps().get(index);
    int groups = step.kind() == Kind.GROUPED ? CHANNELS : 1;
    WeightShape shape = new WeightShape(step.kernel(), step.kernel(), CHANNELS / groups, CHANNELS);
    Condition condition = Condition.of(ImmutableList.of(marks(path, index)));
    return new Convolution(
        Weight.generated("step" + index, shape, condition), Optional.empty(), 1, 1, 1, groups);
  }

  ImmutableSortedSet<Integer> marks(Path path, int index) {
    Step step = path.steps().get(index);
    return weightGrid()
        .fields()
        .marks()
        .mark("place", index)
        .mark("kind", step.kind() == Kind.FULL ? 0 : 1)
        .mark("kernel", step.kernel() / 2)
        .features();
  }

  @Override
  public WeightGrid weightGrid() {
    ConditionFields fields =
        ConditionFields.builder().field("place", most).field("kind", 2).field("kernel", 2).build();
    return new WeightGrid(9 * CHANNELS, CHANNELS, 1, fields);
  }

  @Override
  public ArchitectureCodec<Path> codec() {
    return ArchitectureCodec.ofRecord(Path.class);
  }
}
