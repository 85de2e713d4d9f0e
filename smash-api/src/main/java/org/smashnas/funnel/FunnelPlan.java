package org.smashnas.funnel;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * How many architectures are scored, and how many of them are trained how far.
 *
 * @param scored how many are scored; 0 if the first rung's are drawn at random
 * @param rungs in order; the last one is the whole training
 */
public record FunnelPlan(int scored, ImmutableList<Rung> rungs) {
  /** Of three that are trained alike, one goes on. */
  private static final int REDUCTION = 3;

  /** Losses of fewer steps say little. */
  private static final long FEWEST_STEPS = 10;

  /** Of the time; more scores do not find better architectures, only more like the best. */
  private static final double SCORED_PART = 0.2;

  /** With fewer to choose from, choosing by score is not worth its price. */
  private static final int FEWEST_SCORED_OF_ONE = 2;

  private static final int MOST = 100_000;

  public FunnelPlan {
    Rung.check(rungs);
    int trained = rungs.get(0).architectures();
    checkArgument(
        scored == 0 || scored >= trained,
        "%s architectures are scored, but %s trained; score at least as many, or none",
        scored,
        trained);
  }

  /**
   * Plans for a number of trainings. Each rung takes about the same number of steps, and one in
   * three architectures goes on from one to the next.
   *
   * @param trainings what may be spent on training, in whole trainings, at least 1
   * @param steps of a whole training, at least 1
   * @param scored how many architectures to score, or 0
   * @return the plan that trains the most architectures at first
   * @throws IllegalArgumentException if there is not enough for one training, or fewer
   *     architectures are scored than could be trained
   */
  public static FunnelPlan ofTrainings(double trainings, long steps, int scored) {
    return ofTrainings(trainings, steps, scored, 0);
  }

  /** The start of a training, each time that it goes on, costs so many steps. */
  private static FunnelPlan ofTrainings(double trainings, long steps, int scored, double start) {
    checkArgument(
        trainings >= 1,
        "there is enough for %s trainings; allow for at least one, or make the training shorter",
        trainings);
    ImmutableList<Rung> rungs = rungs(1, steps);
    int most = scored == 0 ? MOST : Math.min(scored, MOST);
    for (int first = 2; first <= most; first++) {
      ImmutableList<Rung> more = rungs(first, steps);
      // One architecture more may mean one rung more, and cost less.
      if (cost(more, start / steps) <= trainings) {
        rungs = more;
      } else if (cost(more, start / steps) > 2 * trainings) {
        break;
      }
    }
    return new FunnelPlan(scored, rungs);
  }

  private static ImmutableList<Rung> rungs(int first, long steps) {
    int number = 1;
    long parts = 1;
    for (int left = first; left > 1 && steps / (parts * REDUCTION) >= FEWEST_STEPS; ) {
      left = Math.max(1, left / REDUCTION);
      parts *= REDUCTION;
      number++;
    }
    ImmutableList.Builder<Rung> rungs = ImmutableList.builder();
    int architectures = first;
    for (int rung = 0; rung < number; rung++) {
      rungs.add(new Rung(architectures, 1.0 / parts));
      architectures = Math.max(1, architectures / REDUCTION);
      parts /= REDUCTION;
    }
    return rungs.build();
  }

  /**
   * Plans for a time.
   *
   * @param time what may be spent
   * @param prices on the machine that it is spent on
   * @param steps of a whole training, at least 1
   * @return the plan; it scores none if there is no scorer (scores cost 0), or if the time is so
   *     short that hardly more could be scored than trained
   * @throws IllegalArgumentException if the time is too short for one training
   */
  public static FunnelPlan within(Duration time, Prices prices, long steps) {
    double seconds = time.toNanos() * 1e-9;
    double training = prices.training(steps);
    double start = prices.start() / prices.step();
    double stepsOnly = prices.step() * steps;
    checkArgument(
        seconds >= training,
        "one training takes about %s s, and %s s may be spent; allow for more, or make the training"
            + " shorter",
        Math.round(training),
        Math.round(seconds));
    if (prices.score() > 0) {
      double forScores = Math.min(SCORED_PART * seconds, seconds - training);
      int scored = (int) Math.min(MOST, forScores / prices.score());
      double forTrainings = Math.max(training, seconds - forScores) / stepsOnly;
      FunnelPlan plan = ofTrainings(forTrainings, steps, Math.max(1, scored), start);
      if (scored >= FEWEST_SCORED_OF_ONE * plan.rungs().get(0).architectures()) {
        return plan;
      }
    }
    return ofTrainings(seconds / stepsOnly, steps, 0, start);
  }

  /**
   * What the trainings cost.
   *
   * @return in whole trainings
   */
  public double trainings() {
    return cost(rungs, 0);
  }

  /** In whole trainings without their starts, of which each costs a part. */
  private static double cost(ImmutableList<Rung> rungs, double start) {
    double cost = 0;
    double part = 0;
    for (Rung rung : rungs) {
      cost += rung.architectures() * (start + rung.part() - part);
      part = rung.part();
    }
    return cost;
  }

  /**
   * How long the plan takes.
   *
   * @param prices on the machine
   * @param steps of a whole training
   * @return the time expected
   */
  public Duration time(Prices prices, long steps) {
    double trained = cost(rungs, prices.start() / prices.step() / steps) * steps * prices.step();
    double seconds = scored * prices.score() + trained;
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  @Override
  public String toString() {
    String trained =
        rungs.stream()
            .map(rung -> "%d to %.0f %%".formatted(rung.architectures(), 100 * rung.part()))
            .collect(Collectors.joining(", "));
    return (scored == 0 ? "score none" : "score " + scored)
        + "; train "
        + trained
        + " of a training: %.1f trainings in all".formatted(trainings());
  }
}
