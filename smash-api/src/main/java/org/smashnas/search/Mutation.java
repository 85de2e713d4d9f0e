package org.smashnas.search;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * Perturbations that change something. A space may give back what it was given, always if it has
 * but one architecture, so the draws are limited.
 */
record Mutation<A>(ArchitectureSpace<A> space, double probability) {
  /** Of six elements at probability 0.01, all stay as they were in 6 of 2,500 hundreds of draws. */
  private static final int DRAWS = 100;

  /** A perturbation that differs from the parent, or the parent if none is found. */
  Proposal<A> of(Trial<A> parent, RandomGenerator random) {
    A architecture = parent.architecture();
    Predicate<A> differs = drawn -> !drawn.equals(architecture);
    return Proposal.from(find(architecture, differs, random).orElse(architecture), parent);
  }

  Optional<A> find(A parent, Predicate<A> wanted, RandomGenerator random) {
    for (int draw = 0; draw < DRAWS; draw++) {
      A drawn = space.perturb(parent, probability, random);
      if (wanted.test(drawn)) {
        return Optional.of(drawn);
      }
    }
    return Optional.empty();
  }
}
