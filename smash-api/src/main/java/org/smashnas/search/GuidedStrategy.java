package org.smashnas.search;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.Encoding;

/**
 * A greedy walk by loss whose steps are chosen by gradient: of several perturbations not scored yet
 * the one that removes what the loss depends on least. All come from the space's own perturbation,
 * so it never leaves the space.
 */
record GuidedStrategy<A>(int steps, double probability, int candidates)
    implements SearchStrategy<A> {
  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new Walk(space, earlier);
  }

  private final class Walk extends GreedyWalk<A> {
    private final ArchitectureSpace<A> space;
    private final Set<String> seen = new HashSet<>();

    Walk(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
      super(space, steps, Trials.ofLeastLoss(earlier));
      this.space = space;
      earlier.forEach(trial -> seen.add(space.hash(trial.architecture())));
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
      List<A> drawn =
          Stream.generate(() -> space.perturb(from.architecture(), probability, random))
              .limit(candidates)
              .toList();
      Optional<A> best =
          drawn.stream()
              .filter(architecture -> !seen.contains(space.hash(architecture)))
              .map(architecture -> candidate(architecture, gradients))
              .min(Comparator.comparingDouble(Candidate::expectedChange))
              .map(Candidate::architecture);
      A chosen = best.orElse(drawn.get(0));
      seen.add(space.hash(chosen));
      return Proposal.from(chosen, from);
    }

    private Candidate<A> candidate(A architecture, ConditionGradients gradients) {
      Encoding encoding = Encoding.of(space.network(architecture), space.weightGrid());
      return new Candidate<>(architecture, gradients.expectedRemoval(encoding).change());
    }

    @Override
    boolean isBetter(Trial<A> reached, Trial<A> place) {
      return reached.evaluation().loss() < place.evaluation().loss();
    }
  }

  private record Candidate<A>(A architecture, double expectedChange) {}
}
