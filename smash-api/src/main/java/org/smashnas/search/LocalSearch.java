package org.smashnas.search;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * Local search with restarts (White, Nolen and Savani 2021, <a
 * href="https://arxiv.org/abs/2005.02960">arXiv 2005.02960</a>, with perturbations in the place of
 * an enumerated neighbourhood): moves to the first better perturbation of where it stands, and
 * starts again from a random architecture when a number of them in a row was not better, or all
 * were tried.
 *
 * <p>The first climb starts from the best architecture of the stages before, if there is one. No
 * climb starts from a failed trial or a partial score, nor from an infeasible trial once there was
 * a feasible one.
 *
 * @param trials how many architectures to score, at least 1
 * @param probability of each element to change in a step, above 0 and at most 1
 * @param patience trials in a row without a better one before it starts again, at least 1
 * @param batch perturbations proposed at a time, for scorers that work in parallel, at least 1
 * @param <A> the type of an architecture
 * @see Strategies#localSearch
 */
public record LocalSearch<A>(int trials, double probability, int patience, int batch)
    implements SearchStrategy<A> {
  public LocalSearch {
    Settings settings = new Settings("localSearch");
    settings.checkTrials(trials);
    settings.checkProbability(probability);
    settings.checkAtLeastOne("patience", patience);
    settings.checkAtLeastOne("batch", batch);
  }

  /**
   * This strategy with another strength of perturbation.
   *
   * @param ofEachElement above 0 and at most 1
   * @return the changed strategy
   */
  public LocalSearch<A> probability(double ofEachElement) {
    return new LocalSearch<>(trials, ofEachElement, patience, batch);
  }

  /**
   * This strategy with another patience.
   *
   * @param misses trials in a row without a better one, at least 1
   * @return the changed strategy
   */
  public LocalSearch<A> patience(int misses) {
    return new LocalSearch<>(trials, probability, misses, batch);
  }

  /**
   * This strategy with another number of perturbations at a time.
   *
   * @param perturbations at least 1
   * @return the changed strategy
   */
  public LocalSearch<A> batch(int perturbations) {
    return new LocalSearch<>(trials, probability, patience, perturbations);
  }

  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new LocalSearchRun(space, earlier);
  }

  private final class LocalSearchRun extends BudgetedRun<A> {
    private final ArchitectureSpace<A> space;
    private final Mutation<A> mutation;
    private Optional<Trial<A>> place;
    private final Set<A> tried = new HashSet<>();
    private int misses;
    private boolean exhausted;
    private boolean anyFeasible;

    LocalSearchRun(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
      super(trials);
      this.space = space;
      this.mutation = new Mutation<>(space, probability);
      this.place = Optional.empty();
      Trials.best(earlier).ifPresent(this::moveTo);
    }

    @Override
    int startGeneration() {
      if (exhausted || misses >= patience) {
        place = Optional.empty();
        misses = 0;
        exhausted = false;
      }
      return batch;
    }

    @Override
    Proposal<A> next(RandomGenerator random) {
      return place
          .flatMap(trial -> untried(trial, random))
          .orElseGet(() -> Proposal.of(space.sample(random)));
    }

    private Optional<Proposal<A>> untried(Trial<A> from, RandomGenerator random) {
      Optional<A> found =
          mutation.find(from.architecture(), drawn -> !tried.contains(drawn), random);
      exhausted = found.isEmpty();
      found.ifPresent(tried::add);
      return found.map(architecture -> Proposal.from(architecture, from));
    }

    @Override
    public void record(Trial<A> trial) {
      if (isStart(trial) && (place.isEmpty() || trial.isBetterThan(place.get()))) {
        moveTo(trial);
        return;
      }
      misses++;
    }

    private boolean isStart(Trial<A> trial) {
      return Trials.isParent(trial) && (trial.isFeasible() || !anyFeasible);
    }

    private void moveTo(Trial<A> trial) {
      place = Optional.of(trial);
      anyFeasible |= trial.isFeasible();
      tried.clear();
      tried.add(trial.architecture());
      misses = 0;
      exhausted = false;
    }
  }
}
