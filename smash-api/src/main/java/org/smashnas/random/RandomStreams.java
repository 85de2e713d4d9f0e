package org.smashnas.random;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Independent random streams from one seed. A stream is named by its role and a number (a step, an
 * epoch, a generation), so a run that stops and goes on draws what the uninterrupted run would
 * have. Immutable and safe for use by several threads; the streams are not.
 *
 * @param seed any number; equal seeds give equal streams in every JVM
 */
public record RandomStreams(long seed) {

  /**
   * Starts a stream.
   *
   * @param role what the numbers are for: "sampling"
   * @param number which stream of that role
   * @return a fresh generator at the start of its stream
   */
  public RandomGenerator stream(String role, long number) {
    long mixed =
        Hashing.sha256()
            .newHasher()
            .putLong(seed)
            .putString(role, StandardCharsets.UTF_8)
            .putLong(number)
            .hash()
            .asLong();
    return new SplittableRandom(mixed);
  }
}
