package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;

/**
 * Which convolutions of an op's 2×2 grid are active. Slots 0 and 2 read the op's 1x1 in parallel;
 * slot 1 follows slot 0 and slot 3 follows slot 2. Paths meet by summing, or in a {@link Gate}.
 */
public enum OpLayout {
  /** Slot 0 alone. */
  SINGLE(0),
  /** Slots 0 and 2 side by side. */
  PARALLEL(0, 2),
  /** Slots 0 and 1, one after the other. */
  LONG(0, 1),
  /** Slots 0 and 1, and slot 2 beside them. */
  BRANCHED(0, 1, 2),
  /** All four. */
  BIG(0, 1, 2, 3);

  private final ImmutableList<Integer> slots;

  OpLayout(Integer... slots) {
    this.slots = ImmutableList.copyOf(slots);
  }

  /**
   * The active slots.
   *
   * @return ascending, from 0 to 3
   */
  public ImmutableList<Integer> slots() {
    return slots;
  }

  boolean has(int slot) {
    return slots.contains(slot);
  }

  /** Whether two paths reach the junction that a gate would sit at. */
  boolean allows(Gate gate) {
    return switch (gate) {
      case NONE -> true;
      case FIRST -> has(0) && has(2);
      case SECOND -> has(1) && has(3);
    };
  }
}
