package org.smashnas.funnel;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What things cost on a machine, in seconds, on average over architectures.
 *
 * @param score one score
 * @param start what a network costs each time that its training begins or goes on, until steps have
 *     their usual speed
 * @param step one training step of a network
 */
public record Prices(double score, double start, double step) {
  public Prices {
    checkArgument(
        isPrice(score) && isPrice(start) && isPrice(step) && step > 0,
        "a score costs %s s, the start of a training %s s and a step %s s; they must be numbers"
            + " that are not negative, and above 0 for a step",
        score,
        start,
        step);
  }

  private static boolean isPrice(double price) {
    return price >= 0 && Double.isFinite(price);
  }

  double training(long steps) {
    return start + steps * step;
  }
}
