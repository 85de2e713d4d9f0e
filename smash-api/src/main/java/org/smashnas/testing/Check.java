package org.smashnas.testing;

import java.util.Optional;

/** A property that one architecture can break. */
@FunctionalInterface
interface Check<A> {
  Optional<Mismatch> of(A architecture);

  /**
   * The same check, for which any exception is a mismatch too. A test of somebody else's code must
   * expect all of them, even errors.
   */
  default Check<A> guarded(String expected) {
    return architecture -> {
      try {
        return of(architecture);
      } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
        return Mismatch.thrown(expected, thrown);
      }
    };
  }
}
