package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, <a
 * href="https://doi.org/10.1126/science.220.4598.671">doi 10.1126/science.220.4598.671</a>): scores
 * a perturbation of where it stands, moves there if it is better, and if it is worse with
 * probability exp(−d / (T·m)). Here d is the increase of the search's first objective and m the
 * mean of such increases so far, so that the temperature T has no unit; it falls geometrically.
 *
 * <p>Starts from the best architecture of the stages before, or from a random one. It stands on no
 * failed trial or partial score, and never moves from a feasible trial to an infeasible one.
 *
 * @param trials how many architectures to score, at least 1
 * @param probability of each element to change in a step, above 0 and at most 1
 * @param startTemperature at the first trial, finite; at 1 it follows a step of mean increase with
 *     probability 0.37
 * @param endTemperature at the last trial, above 0 and at most the temperature of the start
 * @param batch perturbations proposed at a time, for scorers that work in parallel, at least 1;
 *     each is judged in turn
 * @param <A> the type of an architecture
 * @see Strategies#annealing
 */
public record Annealing<A>(
    int trials, double probability, double startTemperature, double endTemperature, int batch)
    implements SearchStrategy<A> {
  public Annealing {
    Settings settings = new Settings("annealing");
    settings.checkTrials(trials);
    settings.checkProbability(probability);
    checkArgument(
        endTemperature > 0 && startTemperature >= endTemperature && startTemperature < 1 / 0.0,
        "annealing has temperatures %s to %s; both must be finite and above 0, and the first at"
            + " least the second",
        startTemperature,
        endTemperature);
    settings.checkAtLeastOne("batch", batch);
  }

  /**
   * This strategy with another strength of perturbation.
   *
   * @param ofEachElement above 0 and at most 1
   * @return the changed strategy
   */
  public Annealing<A> probability(double ofEachElement) {
    return new Annealing<>(trials, ofEachElement, startTemperature, endTemperature, batch);
  }

  /**
   * This strategy with other temperatures.
   *
   * @param start at the first trial
   * @param end at the last trial, above 0 and at most {@code start}
   * @return the changed strategy
   */
  public Annealing<A> temperature(double start, double end) {
    return new Annealing<>(trials, probability, start, end, batch);
  }

  /**
   * This strategy with another number of perturbations at a time.
   *
   * @param perturbations at least 1
   * @return the changed strategy
   */
  public Annealing<A> batch(int perturbations) {
    return new Annealing<>(trials, probability, startTemperature, endTemperature, perturbations);
  }

  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new AnnealingRun(space, earlier);
  }

  private final class AnnealingRun extends BudgetedRun<A> {
    private final ArchitectureSpace<A> space;
    private final Mutation<A> mutation;
    private Optional<Trial<A>> place;

    /** Each proposal's uniform number, drawn with it since recording has no generator. */
    private final Queue<Double> draws = new ArrayDeque<>();

    private int recorded;
    private int increases;
    private double sumOfIncreases;

    AnnealingRun(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
      super(trials);
      this.space = space;
      this.mutation = new Mutation<>(space, probability);
      this.place = Trials.best(earlier);
    }

    @Override
    int startGeneration() {
      return batch;
    }

    @Override
    Proposal<A> next(RandomGenerator random) {
      draws.add(random.nextDouble());
      return place
          .map(trial -> mutation.of(trial, random))
          .orElseGet(() -> Proposal.of(space.sample(random)));
    }

    @Override
    public void record(Trial<A> trial) {
      double draw = draws.remove();
      double temperature = temperature(recorded++);
      if (Trials.isParent(trial)
          && (place.isEmpty() || isAccepted(trial, place.get(), draw, temperature))) {
        place = Optional.of(trial);
      }
    }

    private double temperature(int index) {
      double progress = (double) index / Math.max(1, trials - 1);
      return startTemperature * Math.pow(endTemperature / startTemperature, progress);
    }

    private boolean isAccepted(Trial<A> trial, Trial<A> place, double draw, double temperature) {
      if (trial.isBetterThan(place)) {
        return true;
      }
      double increase = trial.objectives().get(0) - place.objectives().get(0);
      if (!trial.isFeasible() || !place.isFeasible() || !Double.isFinite(increase)) {
        return false;
      }
      if (increase <= 0) {
        return true;
      }
      increases++;
      sumOfIncreases += increase;
      return draw < Math.exp(-increase / (temperature * sumOfIncreases / increases));
    }
  }
}
