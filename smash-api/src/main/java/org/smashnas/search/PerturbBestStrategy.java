package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.space.ArchitectureSpace;

/** Perturbations of the best architecture so far. */
record PerturbBestStrategy<A>(int count, double probability) implements SearchStrategy<A> {
  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    Optional<Trial<A>> best = Trials.best(earlier);
    return new OneGeneration<>() {
      @Override
      ImmutableList<Proposal<A>> generation(RandomGenerator random) {
        A base = best.map(Trial::architecture).orElseGet(() -> space.sample(random));
        return IntStream.range(0, count)
            .mapToObj(index -> space.perturb(base, probability, random))
            .map(
                changed ->
                    best.map(parent -> Proposal.from(changed, parent))
                        .orElseGet(() -> Proposal.of(changed)))
            .collect(ImmutableList.toImmutableList());
      }
    };
  }
}
