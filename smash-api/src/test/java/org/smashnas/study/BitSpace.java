package org.smashnas.study;

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

/**
 * An architecture is a number; its network has as many channels as the number has ones, and one.
 */
record BitSpace(int limit) implements ArchitectureSpace<BitSpace.Bits> {
  record Bits(int value) {}

  /** Reads a number of a table; the message of a text that is none is Java's. */
  static Bits parse(String text) {
    return new Bits(Integer.parseInt(text));
  }

  @Override
  public String id() {
    return "bits below " + limit;
  }

  @Override
  public Bits sample(RandomGenerator random) {
    return new Bits(random.nextInt(limit));
  }

  @Override
  public Bits perturb(Bits architecture, double probability, RandomGenerator random) {
    return random.nextDouble() < probability ? sample(random) : architecture;
  }

  @Override
  public void validate(Bits architecture) {
    checkArgument(
        architecture.value() >= 0 && architecture.value() < limit,
        "number is %s; it must be from 0 to %s",
        architecture.value(),
        limit - 1);
  }

  @Override
  public Network network(Bits architecture) {
    int channels = 1 + Integer.bitCount(architecture.value());
    Weight weight =
        Weight.generated("w", WeightShape.matrix(3, channels), Condition.of(List.of(List.of(0))));
    Network.Builder network = Network.builder(new Shape(2, 2, 3));
    return network.build(network.add("w", Convolution.of(weight), network.input()));
  }

  @Override
  public WeightGrid weightGrid() {
    return new WeightGrid(3, 1, 33, ConditionFields.builder().field("one", 1).build());
  }

  @Override
  public ArchitectureCodec<Bits> codec() {
    return ArchitectureCodec.ofRecord(Bits.class);
  }
}
