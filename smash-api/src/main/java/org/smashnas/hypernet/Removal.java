package org.smashnas.hypernet;

/**
 * How a loss changes when something that contributes to it is removed, by Taylor's series, in nats.
 *
 * @param firstOrder minus the mean derivative of the loss along what is removed; negative if the
 *     loss falls
 * @param secondOrder half the mean of the examples' squared derivatives along it: the empirical
 *     Fisher information in place of the second derivative (Theis et al. 2018, arXiv 1801.05787)
 */
public record Removal(double firstOrder, double secondOrder) {

  /** Nothing is removed. */
  public static final Removal NOTHING = new Removal(0, 0);

  /**
   * The change to second order.
   *
   * @return the sum of both terms, negative if the loss falls
   */
  public double change() {
    return firstOrder + secondOrder;
  }

  /**
   * Both removed, as if neither touched the other.
   *
   * @param other what else is removed
   * @return the sum
   */
  public Removal plus(Removal other) {
    return new Removal(firstOrder + other.firstOrder, secondOrder + other.secondOrder);
  }

  /**
   * A part removed.
   *
   * @param share how much of it, from 0 to 1
   * @return both terms times the share
   */
  public Removal times(double share) {
    return new Removal(firstOrder * share, secondOrder * share);
  }
}
