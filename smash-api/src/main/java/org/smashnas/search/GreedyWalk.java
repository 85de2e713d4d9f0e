package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/** A run that scores one step from where it stands, and moves there if that is better. */
abstract class GreedyWalk<A> implements SearchStrategy.Run<A> {
  private final ArchitectureSpace<A> space;
  private final int steps;
  private Optional<Trial<A>> place;
  private int taken;

  GreedyWalk(ArchitectureSpace<A> space, int steps, Optional<Trial<A>> start) {
    this.space = space;
    this.steps = steps;
    this.place = start;
  }

  abstract Proposal<A> step(Trial<A> from, RandomGenerator random);

  abstract boolean isBetter(Trial<A> reached, Trial<A> place);

  @Override
  public final ImmutableList<Proposal<A>> propose(RandomGenerator random) {
    if (taken == steps) {
      return ImmutableList.of();
    }
    taken++;
    return ImmutableList.of(
        place.map(trial -> step(trial, random)).orElseGet(() -> Proposal.of(space.sample(random))));
  }

  @Override
  public final void record(Trial<A> trial) {
    if (Trials.isParent(trial) && (place.isEmpty() || isBetter(trial, place.get()))) {
      place = Optional.of(trial);
    }
  }
}
