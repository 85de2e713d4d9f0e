package org.smashnas.memorybank;

/** How a gate joins two paths. */
public enum GateStyle {
  /**
   * The paths are summed; tanh of the even channels times sigmoid of the odd ones is half as wide.
   */
  ADD_SPLIT,
  /** tanh of one path times sigmoid of the other. */
  MULTIPLY
}
