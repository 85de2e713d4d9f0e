package org.smashnas.search;

import java.util.random.RandomGenerator;
import org.smashnas.network.Network;
import org.smashnas.search.CategoricalSpace.Choices;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.WeightGrid;

/** A space whose perturbation changes nothing. */
record RigidSpace(CategoricalSpace space) implements ArchitectureSpace<Choices> {
  @Override
  public String id() {
    return "rigid " + space.id();
  }

  @Override
  public Choices sample(RandomGenerator random) {
    return space.sample(random);
  }

  @Override
  public Choices perturb(Choices architecture, double probability, RandomGenerator random) {
    return architecture;
  }

  @Override
  public void validate(Choices architecture) {
    space.validate(architecture);
  }

  @Override
  public Network network(Choices architecture) {
    return space.network(architecture);
  }

  @Override
  public WeightGrid weightGrid() {
    return space.weightGrid();
  }

  @Override
  public ArchitectureCodec<Choices> codec() {
    return space.codec();
  }
}
