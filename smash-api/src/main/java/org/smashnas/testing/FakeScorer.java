package org.smashnas.testing;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.ArchitectureSpace;

/**
 * A scorer for tests of strategies: the error is a function of the architecture, with noise if
 * wanted. The score of an architecture at a fidelity is always the same, whatever was scored
 * before; only {@link #failingAt} and {@link #notANumberAt} count calls. Settings aside, it is safe
 * for use by several threads if the function is.
 *
 * <pre>{@code
 * FakeScorer<Cell> scorer = FakeScorer.of(space, cell -> cell.skips() / 6.0).noise(0.02, 7);
 * }</pre>
 *
 * @param <A> the type of an architecture
 */
public final class FakeScorer<A> implements Scorer<A> {
  private final ArchitectureSpace<A> space;
  private final ToDoubleFunction<? super A> error;
  private final AtomicInteger calls = new AtomicInteger();
  private final Set<Integer> failing = new HashSet<>();
  private final Set<Integer> notANumber = new HashSet<>();
  private Predicate<A> failingFor = architecture -> false;
  private double deviation;
  private long seed;

  private FakeScorer(ArchitectureSpace<A> space, ToDoubleFunction<? super A> error) {
    this.space = space;
    this.error = error;
  }

  /**
   * A scorer without noise and failures.
   *
   * @param space the space, for the hashes that the noise comes from
   * @param error the error of an architecture; noise added, it is cut to the range from 0 to 1
   * @param <A> the type of an architecture
   * @return the scorer
   */
  public static <A> FakeScorer<A> of(
      ArchitectureSpace<A> space, ToDoubleFunction<? super A> error) {
    return new FakeScorer<>(space, error);
  }

  /**
   * Adds normal noise, decided by the architecture's hash, the fidelity and the seed.
   *
   * @param deviation its standard deviation at full fidelity, at least 0; by default 0. At fidelity
   *     f it is deviation / √f, as of a mean over fewer examples.
   * @param seed any number
   * @return this scorer
   */
  @CanIgnoreReturnValue
  public FakeScorer<A> noise(double deviation, long seed) {
    checkArgument(deviation >= 0, "noise deviation is %s; it must be at least 0", deviation);
    this.deviation = deviation;
    this.seed = seed;
    return this;
  }

  /**
   * Throws an {@link IllegalStateException} at some calls.
   *
   * @param calls their numbers, the first being 0
   * @return this scorer
   */
  @CanIgnoreReturnValue
  public FakeScorer<A> failingAt(int... calls) {
    addAll(failing, calls);
    return this;
  }

  /**
   * Throws an {@link IllegalStateException} for some architectures.
   *
   * @param which for which
   * @return this scorer
   */
  @CanIgnoreReturnValue
  public FakeScorer<A> failingFor(Predicate<? super A> which) {
    failingFor = failingFor.or(which);
    return this;
  }

  /**
   * Gives errors and losses that are no numbers at some calls.
   *
   * @param calls their numbers, the first being 0
   * @return this scorer
   */
  @CanIgnoreReturnValue
  public FakeScorer<A> notANumberAt(int... calls) {
    addAll(notANumber, calls);
    return this;
  }

  private static void addAll(Set<Integer> numbers, int... more) {
    for (int number : more) {
      numbers.add(number);
    }
  }

  /**
   * How often it was called.
   *
   * @return the number of calls, failed ones among them
   */
  public int calls() {
    return calls.get();
  }

  @Override
  public Score score(A architecture, double fidelity) {
    int call = calls.getAndIncrement();
    if (failing.contains(call) || failingFor.test(architecture)) {
      throw new IllegalStateException(
          "the fake scorer fails at call "
              + call
              + ", as it was told, for "
              + space.codec().toJson(architecture));
    }
    if (notANumber.contains(call)) {
      return Score.ofError(Double.NaN);
    }
    double noisy = error.applyAsDouble(architecture) + noise(architecture, fidelity);
    return Score.ofError(Math.max(0, Math.min(1, noisy)));
  }

  private double noise(A architecture, double fidelity) {
    if (deviation == 0) {
      return 0;
    }
    double normal =
        new RandomStreams(seed)
            .stream(space.hash(architecture), Double.doubleToLongBits(fidelity)).nextGaussian();
    return normal * deviation / Math.sqrt(fidelity);
  }
}
