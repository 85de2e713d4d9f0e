package org.smashnas.network;

/** An elementwise activation function. */
public enum Nonlinearity {
  /** max(0, x). */
  RELU,
  /** x for positive x, 0.02·x for the rest: the HyperNet's choice in the paper. */
  LEAKY_RELU,
  /** The hyperbolic tangent. */
  TANH,
  /** 1 / (1 + e^−x). */
  SIGMOID,
  /** x for positive x, e^x − 1 for the rest. */
  ELU,
  /** ln(1 + e^x). */
  SOFTPLUS,
  /** x · sigmoid(x). */
  SILU,
  /** x · Φ(x), with Φ the distribution function of the standard normal. */
  GELU;

  /** The slope of {@link #LEAKY_RELU} below 0. */
  public static final float LEAK = 0.02f;
}
