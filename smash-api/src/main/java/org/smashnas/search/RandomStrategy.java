package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.space.ArchitectureSpace;

/** Random search. */
record RandomStrategy<A>(int count) implements SearchStrategy<A> {
  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new OneGeneration<>() {
      @Override
      ImmutableList<Proposal<A>> generation(RandomGenerator random) {
        return IntStream.range(0, count)
            .mapToObj(index -> Proposal.of(space.sample(random)))
            .collect(ImmutableList.toImmutableList());
      }
    };
  }
}
