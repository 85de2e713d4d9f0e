package org.smashnas.memorybank;

/** Where in an op two parallel convolutions meet in a gate, tanh · sigmoid, instead of a sum. */
public enum Gate {
  /** Nowhere. */
  NONE,
  /** Behind slots 0 and 2. */
  FIRST,
  /** Behind slots 1 and 3. */
  SECOND
}
