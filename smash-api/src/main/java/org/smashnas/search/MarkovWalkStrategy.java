package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/** A greedy walk by perturbation. */
record MarkovWalkStrategy<A>(int steps, double probability) implements SearchStrategy<A> {
  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new Walk(space, Trials.best(earlier));
  }

  private final class Walk implements Run<A> {
    private final ArchitectureSpace<A> space;
    private Optional<Trial<A>> place;
    private int taken;

    Walk(ArchitectureSpace<A> space, Optional<Trial<A>> start) {
      this.space = space;
      this.place = start;
    }

    @Override
    public ImmutableList<Proposal<A>> propose(RandomGenerator random) {
      if (taken == steps) {
        return ImmutableList.of();
      }
      taken++;
      return ImmutableList.of(
          place
              .map(
                  trial ->
                      Proposal.from(
                          space.perturb(trial.architecture(), probability, random), trial))
              .orElseGet(() -> Proposal.of(space.sample(random))));
    }

    @Override
    public void record(Trial<A> trial) {
      if (place.isEmpty() || Double.compare(trial.error(), place.get().error()) < 0) {
        place = Optional.of(trial);
      }
    }
  }
}
