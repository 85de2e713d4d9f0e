package org.smashnas.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.Encoding;

/**
 * A greedy walk whose steps are chosen by gradient: of several perturbations the one whose
 * conditions promise the largest decrease of the loss is scored. All come from the space's own
 * perturbation, so it never leaves the space.
 */
record GuidedStrategy<A>(int steps, double probability, int candidates)
    implements SearchStrategy<A> {
  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new Walk(space, Trials.best(earlier));
  }

  private final class Walk extends GreedyWalk<A> {
    private final ArchitectureSpace<A> space;

    Walk(ArchitectureSpace<A> space, Optional<Trial<A>> start) {
      super(space, steps, start);
      this.space = space;
    }

    @Override
    Proposal<A> step(Trial<A> from, RandomGenerator random) {
      ConditionGradients gradients =
          from.gradients()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "trial "
                              + from.number()
                              + " has no gradients; score with gradientBatches of at least 1"));
      List<Candidate<A>> drawn = new ArrayList<>();
      for (int index = 0; index < candidates; index++) {
        A changed = space.perturb(from.architecture(), probability, random);
        Encoding encoding = Encoding.of(space.network(changed), space.weightGrid());
        drawn.add(new Candidate<>(changed, gradients.expectedChange(encoding)));
      }
      Candidate<A> best =
          drawn.stream().min(Comparator.comparingDouble(Candidate::expectedChange)).orElseThrow();
      return Proposal.from(best.architecture(), from);
    }

    @Override
    boolean isBetter(Trial<A> reached, Trial<A> place) {
      return reached.isBetterThan(place);
    }
  }

  private record Candidate<A>(A architecture, double expectedChange) {}
}
