package org.smashnas.memorybank;

/** Where the nonlinearity of a k×k convolution stands. */
public enum ActivationOrder {
  /** Before the convolution. */
  PRE,
  /** Behind it. */
  POST
}
