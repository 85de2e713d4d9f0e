package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/** Known architectures. */
record GivenStrategy<A>(ImmutableList<A> architectures) implements SearchStrategy<A> {
  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new OneGeneration<>() {
      @Override
      ImmutableList<Proposal<A>> generation(RandomGenerator random) {
        return architectures.stream().map(Proposal::of).collect(ImmutableList.toImmutableList());
      }
    };
  }
}
