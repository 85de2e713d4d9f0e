package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.space.ArchitectureSpace;

/** Random search that goes on until enough of what it drew meets the constraints. */
record FeasibleStrategy<A>(int count) implements SearchStrategy<A> {
  /** Draws for each architecture: a space that has hardly any makes no search endless. */
  private static final long MOST_DRAWS = 100;

  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new Run<>() {
      private int found;
      private long draws;

      @Override
      public ImmutableList<Proposal<A>> propose(RandomGenerator random) {
        long left = Math.min(count - found, MOST_DRAWS * count - draws);
        draws += Math.max(0, left);
        return IntStream.range(0, (int) left)
            .mapToObj(index -> Proposal.of(space.sample(random)))
            .collect(ImmutableList.toImmutableList());
      }

      @Override
      public void record(Trial<A> trial) {
        if (trial.isFeasible() && !trial.reused()) {
          found++;
        }
      }
    };
  }
}
