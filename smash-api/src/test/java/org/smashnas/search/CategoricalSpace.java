package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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
 * Some choices among equally many options each, as in a cell space. The network of an architecture
 * has 3 parameters, and 3 more for each step of each option above 0.
 */
record CategoricalSpace(int choices, int options)
    implements ArchitectureSpace<CategoricalSpace.Choices> {
  record Choices(ImmutableList<Integer> options) {}

  @Override
  public String id() {
    return choices + " choices of " + options;
  }

  @Override
  public Choices sample(RandomGenerator random) {
    return choices(index -> random.nextInt(options));
  }

  @Override
  public Choices perturb(Choices architecture, double probability, RandomGenerator random) {
    return choices(
        index ->
            random.nextDouble() < probability
                ? random.nextInt(options)
                : architecture.options().get(index));
  }

  private Choices choices(IntUnaryOperator option) {
    return new Choices(
        IntStream.range(0, choices).map(option).boxed().collect(ImmutableList.toImmutableList()));
  }

  @Override
  public void validate(Choices architecture) {
    checkArgument(
        architecture.options().size() == choices
            && architecture.options().stream().allMatch(chosen -> chosen >= 0 && chosen < options),
        "choices are %s; they must be %s numbers from 0 to %s",
        architecture.options(),
        choices,
        options - 1);
  }

  @Override
  public Network network(Choices architecture) {
    validate(architecture);
    int size = 1 + architecture.options().stream().mapToInt(Integer::intValue).sum();
    Weight weight =
        Weight.generated("w", WeightShape.matrix(3, size), Condition.of(List.of(List.of(0))));
    Network.Builder network = Network.builder(new Shape(2, 2, 3));
    return network.build(network.add("w", Convolution.of(weight), network.input()));
  }

  @Override
  public WeightGrid weightGrid() {
    return new WeightGrid(
        3, 1, choices * options, ConditionFields.builder().field("one", 1).build());
  }

  @Override
  public ArchitectureCodec<Choices> codec() {
    return ArchitectureCodec.ofRecord(Choices.class);
  }
}
