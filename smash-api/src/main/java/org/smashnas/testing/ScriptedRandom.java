package org.smashnas.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * A generator that draws what a test says, in that order, so that a test of a space or a strategy
 * leads to the case that it is about. A draw that the script has not, of another kind, or out of
 * the range asked for is an {@link AssertionError} that names the draw and what was asked. Not safe
 * for use by several threads.
 *
 * <pre>{@code
 * Cell cell = space.sample(new ScriptedRandom().thenInt(4, 0, 2).thenDouble(0.25));
 * }</pre>
 */
public final class ScriptedRandom implements RandomGenerator {
  private final Deque<Object> script = new ArrayDeque<>();
  private int drawn;

  /** A generator with an empty script. */
  public ScriptedRandom() {}

  /**
   * Goes on with draws of {@code nextInt}.
   *
   * @param values what to draw
   * @return this generator
   */
  @CanIgnoreReturnValue
  public ScriptedRandom thenInt(int... values) {
    for (int value : values) {
      script.add(value);
    }
    return this;
  }

  /**
   * Goes on with draws of {@code nextLong}.
   *
   * @param values what to draw
   * @return this generator
   */
  @CanIgnoreReturnValue
  public ScriptedRandom thenLong(long... values) {
    for (long value : values) {
      script.add(value);
    }
    return this;
  }

  /**
   * Goes on with draws of {@code nextDouble}, {@code nextFloat}, {@code nextGaussian} or {@code
   * nextExponential}.
   *
   * @param values what to draw
   * @return this generator
   */
  @CanIgnoreReturnValue
  public ScriptedRandom thenDouble(double... values) {
    for (double value : values) {
      script.add(value);
    }
    return this;
  }

  /**
   * Goes on with draws of {@code nextBoolean}.
   *
   * @param values what to draw
   * @return this generator
   */
  @CanIgnoreReturnValue
  public ScriptedRandom thenBoolean(boolean... values) {
    for (boolean value : values) {
      script.add(value);
    }
    return this;
  }

  /**
   * Checks that nothing of the script is left.
   *
   * @throws AssertionError if something is
   */
  public void assertUsedUp() {
    if (!script.isEmpty()) {
      throw new AssertionError(
          String.format("%d draws were made; the script goes on with %s", drawn, script));
    }
  }

  private <T> T next(Class<T> kind, String asked) {
    Object value = script.poll();
    if (value == null) {
      throw new AssertionError(
          String.format(
              "draw %d was asked for by %s, but the script has only %d", drawn, asked, drawn));
    }
    if (!kind.isInstance(value)) {
      throw new AssertionError(
          String.format(
              "draw %d was asked for by %s, but the script has the %s %s there",
              drawn, asked, value.getClass().getSimpleName(), value));
    }
    drawn++;
    return kind.cast(value);
  }

  private <T extends Comparable<T>> T next(Class<T> kind, String asked, T origin, T bound) {
    T value = next(kind, asked);
    if (value.compareTo(origin) < 0 || value.compareTo(bound) >= 0) {
      throw new AssertionError(
          String.format(
              "draw %d was asked for by %s, but the script has %s there, which is not from %s to"
                  + " below %s",
              drawn - 1, asked, value, origin, bound));
    }
    return value;
  }

  @Override
  public boolean nextBoolean() {
    return next(Boolean.class, "nextBoolean()");
  }

  @Override
  public int nextInt() {
    return next(Integer.class, "nextInt()");
  }

  @Override
  public int nextInt(int bound) {
    return next(Integer.class, "nextInt(" + bound + ")", 0, bound);
  }

  @Override
  public int nextInt(int origin, int bound) {
    return next(Integer.class, "nextInt(" + origin + ", " + bound + ")", origin, bound);
  }

  @Override
  public long nextLong() {
    return next(Long.class, "nextLong()");
  }

  @Override
  public long nextLong(long bound) {
    return next(Long.class, "nextLong(" + bound + ")", 0L, bound);
  }

  @Override
  public long nextLong(long origin, long bound) {
    return next(Long.class, "nextLong(" + origin + ", " + bound + ")", origin, bound);
  }

  @Override
  public float nextFloat() {
    return next(Double.class, "nextFloat()", 0.0, 1.0).floatValue();
  }

  @Override
  public double nextDouble() {
    return next(Double.class, "nextDouble()", 0.0, 1.0);
  }

  @Override
  public double nextDouble(double bound) {
    return next(Double.class, "nextDouble(" + bound + ")", 0.0, bound);
  }

  @Override
  public double nextDouble(double origin, double bound) {
    return next(Double.class, "nextDouble(" + origin + ", " + bound + ")", origin, bound);
  }

  @Override
  public double nextGaussian() {
    return next(Double.class, "nextGaussian()");
  }

  @Override
  public double nextGaussian(double mean, double deviation) {
    return next(Double.class, "nextGaussian(" + mean + ", " + deviation + ")");
  }

  @Override
  public double nextExponential() {
    return next(Double.class, "nextExponential()", 0.0, Double.POSITIVE_INFINITY);
  }
}
