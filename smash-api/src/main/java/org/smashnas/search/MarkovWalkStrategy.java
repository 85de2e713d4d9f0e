package org.smashnas.search;

import java.util.List;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/** A greedy walk by perturbation. */
record MarkovWalkStrategy<A>(int steps, double probability) implements SearchStrategy<A> {
  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new GreedyWalk<>(space, steps, Trials.best(earlier)) {
      @Override
      Proposal<A> step(Trial<A> from, RandomGenerator random) {
        return Proposal.from(space.perturb(from.architecture(), probability, random), from);
      }

      @Override
      boolean isBetter(Trial<A> reached, Trial<A> place) {
        boolean isEqual =
            reached.violation() == place.violation()
                && reached.objectives().equals(place.objectives());
        return !isEqual && reached.isBetterThan(place);
      }
    };
  }
}
