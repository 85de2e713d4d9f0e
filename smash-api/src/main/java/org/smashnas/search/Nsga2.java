package org.smashnas.search;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.smashnas.space.ArchitectureSpace;

/**
 * Multi-objective evolution in the manner of NSGA-II (Deb et al. 2002, <a
 * href="https://doi.org/10.1109/4235.996017">doi 10.1109/4235.996017</a>): a generation is as many
 * perturbations of members of the population as it has members, each parent the better of two drawn
 * at random; the next population is the best of both. A trial is better on an earlier front of the
 * non-dominated sorting, and on the same front with the larger crowding distance. A space knows no
 * crossover, so there is none.
 *
 * <p>The first population is the best of the stages before, as many as fit, and random
 * architectures for the rest. An architecture is in the population once. Failed trials and partial
 * scores are never in it, infeasible trials only as long as nothing else exists; of them those with
 * the smaller violation win.
 *
 * @param trials how many architectures to score, those of the first population among them, at least
 *     1
 * @param population members of the population, and proposals of a generation, at least 1
 * @param probability of each element of a parent to change, above 0 and at most 1
 * @param <A> the type of an architecture
 * @see Strategies#nsga2
 */
public record Nsga2<A>(int trials, int population, double probability)
    implements SearchStrategy<A> {
  public Nsga2 {
    Settings settings = new Settings("nsga2");
    settings.checkTrials(trials);
    settings.checkAtLeastOne("population", population);
    settings.checkProbability(probability);
  }

  /**
   * This strategy with another size of the population; in a search of a thousand trials or less, 20
   * to 50 find more than the default.
   *
   * @param members at least 1
   * @return the changed strategy
   */
  public Nsga2<A> population(int members) {
    return new Nsga2<>(trials, members, probability);
  }

  /**
   * This strategy with another strength of perturbation.
   *
   * @param ofEachElement above 0 and at most 1
   * @return the changed strategy
   */
  public Nsga2<A> probability(double ofEachElement) {
    return new Nsga2<>(trials, population, ofEachElement);
  }

  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    ImmutableList<Trial<A>> members = ImmutableList.of();
    // In parts, because sorting takes the square of the number sorted.
    for (List<Trial<A>> part : Lists.partition(earlier, population)) {
      members = survivors(members, part);
    }
    return new Generations(space, members);
  }

  private final class Generations extends PopulationRun<A> {
    /** The best first, so that the better of two is the one at the smaller index. */
    private ImmutableList<Trial<A>> members;

    private final List<Trial<A>> children = new ArrayList<>();

    Generations(ArchitectureSpace<A> space, ImmutableList<Trial<A>> members) {
      super(trials, space, probability, population - members.size());
      this.members = members;
    }

    @Override
    int startChildren() {
      members = survivors(members, children);
      children.clear();
      return population;
    }

    @Override
    Optional<Trial<A>> parent(RandomGenerator random) {
      return members.isEmpty() ? Optional.empty() : Optional.of(winner(random));
    }

    private Trial<A> winner(RandomGenerator random) {
      int first = random.nextInt(members.size());
      int second = random.nextInt(members.size());
      return members.get(Math.min(first, second));
    }

    @Override
    public void record(Trial<A> trial) {
      children.add(trial);
    }
  }

  private ImmutableList<Trial<A>> survivors(List<Trial<A>> parents, List<Trial<A>> joining) {
    List<Trial<A>> full =
        Stream.concat(parents.stream(), joining.stream()).filter(Trial::isFull).toList();
    List<Trial<A>> eligible = Trials.distinct(Trials.eligible(full)).toList();
    return NonDominatedSorting.fronts(eligible, Trial::dominates).stream()
        .flatMap(front -> leastCrowdedFirst(front).stream())
        .limit(population)
        .collect(toImmutableList());
  }

  private static <A> ImmutableList<Trial<A>> leastCrowdedFirst(ImmutableList<Trial<A>> front) {
    double[] distances = CrowdingDistance.of(front.stream().map(Trial::objectives).toList());
    return IntStream.range(0, front.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer index) -> -distances[index]))
        .map(front::get)
        .collect(toImmutableList());
  }
}
