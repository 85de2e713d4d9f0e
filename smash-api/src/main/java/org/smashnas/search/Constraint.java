package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A hard limit. A trial that violates one is recorded, but is never the best. Where the
 * architecture alone shows the violation (by {@linkplain Objective#parameters parameters},
 * {@linkplain Objective#multiplyAdds multiply-adds}, {@linkplain Objective#latency latency} or
 * {@linkplain Objective#ofArchitecture a function of it}) it is not scored at all.
 *
 * @param objective what is limited; it need not be minimised
 * @param limit the largest value allowed
 * @param <A> the type of an architecture
 */
public record Constraint<A>(Objective<A> objective, double limit) {
  public Constraint {
    checkArgument(
        Double.isFinite(limit), "%s is limited to %s; give a finite limit", objective, limit);
  }

  /**
   * Keeps an objective at or under a limit.
   *
   * @param objective what is limited
   * @param limit the largest value allowed
   * @param <A> the type of an architecture
   * @return the constraint
   */
  public static <A> Constraint<A> under(Objective<A> objective, double limit) {
    return new Constraint<>(objective, limit);
  }

  /** How far a value is above the limit, as a part of the limit; 0 if it is allowed. */
  double violation(double value) {
    double excess = value - limit;
    if (excess <= 0) {
      return 0;
    }
    return limit == 0 ? excess : excess / Math.abs(limit);
  }

  @Override
  public String toString() {
    return objective.name() + " at most " + limit;
  }
}
