package org.smashnas.testing;

import java.util.random.RandomGenerator;
import org.smashnas.random.RandomStreams;

/** How thoroughly a space is verified, and from which random numbers. */
record VerifierSettings(long seed, int samples, int enumerationLimit) {

  RandomGenerator stream(String role, long number) {
    return new RandomStreams(seed).stream(role, number);
  }

  /** How a failure's reader makes the same stream. */
  String streamText(String role, long number) {
    return String.format("new RandomStreams(%d).stream(\"%s\", %d)", seed, role, number);
  }
}
