package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.random.RandomGenerator;
import org.smashnas.network.Condition;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.WeightGrid;

/** A custom space as small as can be: an architecture is a number of channels. */
final class NumberSpace implements ArchitectureSpace<NumberSpace.Channels> {
  record Channels(int value) {}

  private final int limit;

  NumberSpace(int limit) {
    this.limit = limit;
  }

  @Override
  public String id() {
    return "numbers below " + limit;
  }

  @Override
  public Channels sample(RandomGenerator random) {
    return new Channels(random.nextInt(limit));
  }

  @Override
  public Channels perturb(Channels architecture, double probability, RandomGenerator random) {
    int step = 1 + random.nextInt((int) Math.ceil(limit * probability));
    return new Channels((architecture.value() + step) % limit);
  }

  @Override
  public void validate(Channels architecture) {
    checkArgument(
        architecture.value() >= 0 && architecture.value() < limit,
        "number is %s; it must be from 0 to %s",
        architecture.value(),
        limit - 1);
  }

  @Override
  public Network network(Channels architecture) {
    validate(architecture);
    WeightShape shape = WeightShape.matrix(3, architecture.value() + 1);
    Weight weight = Weight.generated("w", shape, Condition.of(List.of(List.of(0))));
    Network.Builder network = Network.builder(new Shape(2, 2, 3));
    return network.build(network.add("w", Convolution.of(weight), network.input()));
  }

  @Override
  public WeightGrid weightGrid() {
    return new WeightGrid(3, 1, limit, ConditionFields.builder().field("one", 1).build());
  }

  @Override
  public ArchitectureCodec<Channels> codec() {
    return ArchitectureCodec.ofRecord(Channels.class);
  }
}
