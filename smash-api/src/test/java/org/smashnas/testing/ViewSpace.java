package org.smashnas.testing;

import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.smashnas.network.Network;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.WeightGrid;
import org.smashnas.testing.PathSpace.Path;

/** The paths in the guise of another type, which may be less of a value than they are. */
class ViewSpace<A> implements ArchitectureSpace<A> {
  private final PathSpace paths = new PathSpace();
  private final Function<Path, A> view;
  private final Function<A, Path> path;

  ViewSpace(Function<Path, A> view, Function<A, Path> path) {
    this.view = view;
    this.path = path;
  }

  @Override
  public String id() {
    return "a view of " + paths.id();
  }

  @Override
  public A sample(RandomGenerator random) {
    return view.apply(paths.sample(random));
  }

  @Override
  public A perturb(A architecture, double probability, RandomGenerator random) {
    return view.apply(paths.perturb(path.apply(architecture), probability, random));
  }

  @Override
  public void validate(A architecture) {
    paths.validate(path.apply(architecture));
  }

  @Override
  public Network network(A architecture) {
    return paths.network(path.apply(architecture));
  }

  @Override
  public Network derivedNetwork(A architecture) {
    return paths.derivedNetwork(path.apply(architecture));
  }

  @Override
  public WeightGrid weightGrid() {
    return paths.weightGrid();
  }

  @Override
  public ArchitectureCodec<A> codec() {
    return new ArchitectureCodec<>() {
      @Override
      public String toJson(A architecture) {
        return paths.codec().toJson(path.apply(architecture));
      }

      @Override
      public A fromJson(String json) {
        return view.apply(paths.codec().fromJson(json));
      }
    };
  }
}
