package org.smashnas.search;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * A run with a population: random architectures fill it up in the first generation, then each
 * proposal is a perturbation of a member, or random as long as nothing could become one.
 */
abstract class PopulationRun<A> extends BudgetedRun<A> {
  private final ArchitectureSpace<A> space;
  private final Mutation<A> mutation;
  private int unsampled;

  /**
   * @param unsampled members that the first population lacks
   */
  PopulationRun(int trials, ArchitectureSpace<A> space, double probability, int unsampled) {
    super(trials);
    this.space = space;
    this.mutation = new Mutation<>(space, probability);
    this.unsampled = unsampled;
  }

  /** Prepares a generation of perturbations and says how many it has, at least 1. */
  abstract int startChildren();

  /** Draws a member, if there is one. */
  abstract Optional<Trial<A>> parent(RandomGenerator random);

  @Override
  final int startGeneration() {
    return unsampled > 0 ? unsampled : startChildren();
  }

  @Override
  final Proposal<A> next(RandomGenerator random) {
    if (unsampled > 0) {
      unsampled--;
      return Proposal.of(space.sample(random));
    }
    return parent(random)
        .map(trial -> mutation.of(trial, random))
        .orElseGet(() -> Proposal.of(space.sample(random)));
  }
}
