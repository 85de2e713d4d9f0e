package org.smashnas.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * Regularised (ageing) evolution (Real et al. 2019, <a
 * href="https://arxiv.org/abs/1802.01548">arXiv 1802.01548</a>, algorithm 1): the best of a random
 * sample of the population is perturbed, the child joins the population, and the oldest member
 * leaves it.
 *
 * <p>The first population is the best architectures of the stages before, as many as fit, the
 * earliest trial counting as the oldest, and random ones for the rest, in one generation. Failed
 * trials and partial scores never join the population, infeasible trials only as long as no
 * feasible one has.
 *
 * @param trials how many architectures to score, those of the first population among them, at least
 *     1
 * @param population members of the population, at least 1
 * @param sample members drawn, with repetition, to choose a parent among, at least 1
 * @param probability of each element of a parent to change, above 0 and at most 1
 * @param batch children proposed at a time, for scorers that work in parallel, at least 1; the
 *     paper's algorithm has 1
 * @param <A> the type of an architecture
 * @see Strategies#evolution
 */
public record Evolution<A>(int trials, int population, int sample, double probability, int batch)
    implements SearchStrategy<A> {
  public Evolution {
    Settings settings = new Settings("evolution");
    settings.checkTrials(trials);
    settings.checkAtLeastOne("population", population);
    settings.checkAtLeastOne("sample", sample);
    settings.checkProbability(probability);
    settings.checkAtLeastOne("batch", batch);
  }

  /**
   * This strategy with another size of the population.
   *
   * @param members at least 1
   * @return the changed strategy
   */
  public Evolution<A> population(int members) {
    return new Evolution<>(trials, members, sample, probability, batch);
  }

  /**
   * This strategy with another size of the sample.
   *
   * @param members at least 1; 1 chooses parents blindly
   * @return the changed strategy
   */
  public Evolution<A> sample(int members) {
    return new Evolution<>(trials, population, members, probability, batch);
  }

  /**
   * This strategy with another strength of perturbation.
   *
   * @param ofEachElement above 0 and at most 1
   * @return the changed strategy
   */
  public Evolution<A> probability(double ofEachElement) {
    return new Evolution<>(trials, population, sample, ofEachElement, batch);
  }

  /**
   * This strategy with another number of children at a time.
   *
   * @param children at least 1
   * @return the changed strategy
   */
  public Evolution<A> batch(int children) {
    return new Evolution<>(trials, population, sample, probability, children);
  }

  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    List<Trial<A>> full = earlier.stream().filter(Trial::isFull).toList();
    List<Trial<A>> members =
        Trials.distinct(Trials.eligible(full).sorted(Trials.bestFirst()))
            .limit(population)
            .sorted(Comparator.comparingLong(Trial::number))
            .toList();
    return new AgeingRun(space, members);
  }

  private final class AgeingRun extends PopulationRun<A> {
    /** A ring once it is full. All are feasible, or all are infeasible. */
    private final List<Trial<A>> members;

    private int oldest;

    AgeingRun(ArchitectureSpace<A> space, List<Trial<A>> members) {
      super(trials, space, probability, population - members.size());
      this.members = new ArrayList<>(members);
    }

    @Override
    int startChildren() {
      return batch;
    }

    @Override
    Optional<Trial<A>> parent(RandomGenerator random) {
      return members.isEmpty() ? Optional.empty() : Optional.of(winner(random));
    }

    private Trial<A> winner(RandomGenerator random) {
      Trial<A> best = member(random);
      for (int drawn = 1; drawn < sample; drawn++) {
        Trial<A> other = member(random);
        best = other.isBetterThan(best) ? other : best;
      }
      return best;
    }

    private Trial<A> member(RandomGenerator random) {
      return members.get(random.nextInt(members.size()));
    }

    @Override
    public void record(Trial<A> trial) {
      if (!Trials.isParent(trial)) {
        return;
      }
      if (!members.isEmpty() && trial.isFeasible() != members.get(0).isFeasible()) {
        if (!trial.isFeasible()) {
          return;
        }
        members.clear();
        oldest = 0;
      }
      if (members.size() < population) {
        members.add(trial);
        return;
      }
      members.set(oldest, trial);
      oldest = (oldest + 1) % population;
    }
  }
}
