package org.smashnas.testing;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.smashnas.space.ArchitectureSpace;

/**
 * Verifies that a space is what {@link ArchitectureSpace} says, all {@linkplain SpaceProperty
 * properties} in one call.
 *
 * <pre>{@code
 * SpaceVerifier.verify(new CellSpace());
 * SpaceVerifier.of(new CellSpace()).seed(7).samples(1_000).rebuiltBy(CellSpace::new).verify();
 * }</pre>
 *
 * <p>A failure is an {@link AssertionError} whose message has, for each property that is broken,
 * the smallest architecture found that breaks it, what was expected of it, what most often mends
 * it, and how to repeat the run. Equal settings give equal results: architectures are drawn from a
 * seed, and there is no time limit. Needs no test library. Not safe for use by several threads.
 *
 * @param <A> the type of an architecture
 */
public final class SpaceVerifier<A> {
  private final ArchitectureSpace<A> space;
  private final Set<SpaceProperty> excepted = EnumSet.noneOf(SpaceProperty.class);
  private final List<String> readable = new ArrayList<>();
  private final List<Supplier<? extends ArchitectureSpace<A>>> rebuilt = new ArrayList<>();
  private final List<Class<? extends Supplier<? extends ArchitectureSpace<A>>>> rebuiltElsewhere =
      new ArrayList<>();
  private long seed;
  private int samples = 200;
  private int enumerationLimit = 300;

  private SpaceVerifier(ArchitectureSpace<A> space) {
    this.space = space;
  }

  /**
   * Verifies all properties with the default settings.
   *
   * @param space the space
   * @throws AssertionError if the space breaks a property
   */
  public static void verify(ArchitectureSpace<?> space) {
    of(space).verify();
  }

  /**
   * Starts the settings of a verification.
   *
   * @param space the space
   * @param <A> the type of an architecture
   * @return a verifier with the default settings
   */
  public static <A> SpaceVerifier<A> of(ArchitectureSpace<A> space) {
    return new SpaceVerifier<>(space);
  }

  /**
   * Sets where the architectures come from.
   *
   * @param seed by default 0
   * @return this verifier
   */
  @CanIgnoreReturnValue
  public SpaceVerifier<A> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets how many architectures are sampled; about as many again come from perturbations, and up to
   * a thousand from changes of the JSON of the smallest.
   *
   * @param samples at least 1, by default 200
   * @return this verifier
   */
  @CanIgnoreReturnValue
  public SpaceVerifier<A> samples(int samples) {
    checkArgument(samples >= 1, "samples is %s; it must be at least 1", samples);
    this.samples = samples;
    return this;
  }

  /**
   * Sets up to which size a space is small: all its architectures are looked up, and perturbation
   * must reach and sampling draw each of them. An architecture that sampling draws less often than
   * about once in 10,000 times counts as never drawn.
   *
   * @param architectures at least 0, by default 300
   * @return this verifier
   */
  @CanIgnoreReturnValue
  public SpaceVerifier<A> enumerateUpTo(int architectures) {
    checkArgument(architectures >= 0, "enumerateUpTo is %s; it must be at least 0", architectures);
    this.enumerationLimit = architectures;
    return this;
  }

  /**
   * Leaves out properties that the space breaks on purpose.
   *
   * @param properties what not to verify
   * @return this verifier
   */
  @CanIgnoreReturnValue
  public SpaceVerifier<A> except(SpaceProperty... properties) {
    Collections.addAll(excepted, properties);
    return this;
  }

  /**
   * Adds JSON that the codec wrote in an earlier version, for example from an old journal: it must
   * still be read, be inside the space, and be written as the same text, so that its hash stays.
   *
   * @param json architectures as JSON
   * @return this verifier
   */
  @CanIgnoreReturnValue
  public SpaceVerifier<A> reads(String... json) {
    Collections.addAll(readable, json);
    return this;
  }

  /**
   * Adds the property that a space made again is the same: its id, and for equal generators its
   * samples, hashes, networks and perturbations.
   *
   * @param again makes an equal space
   * @return this verifier
   */
  @CanIgnoreReturnValue
  public SpaceVerifier<A> rebuiltBy(Supplier<? extends ArchitectureSpace<A>> again) {
    rebuilt.add(again);
    return this;
  }

  /**
   * The same in another JVM, where nothing is where it was in memory. It is started with the {@code
   * java} and the class path of this one, and takes about a second.
   *
   * @param maker a class with a constructor without parameters, whose {@code get()} makes an equal
   *     space; neither an inner class nor a lambda
   * @return this verifier
   */
  @CanIgnoreReturnValue
  public SpaceVerifier<A> rebuiltInAnotherJvmBy(
      Class<? extends Supplier<? extends ArchitectureSpace<A>>> maker) {
    rebuiltElsewhere.add(maker);
    return this;
  }

  /**
   * Verifies the space.
   *
   * @throws AssertionError if the space breaks a property; the message names all that it breaks,
   *     the most basic first
   */
  public void verify() {
    VerifierSettings settings = new VerifierSettings(seed, samples, enumerationLimit);
    Verification<A> verification = new Verification<>(space, settings, excepted);
    verification.run(
        ImmutableList.copyOf(readable),
        ImmutableList.copyOf(rebuilt),
        ImmutableList.copyOf(rebuiltElsewhere));
    ImmutableList<Finding> findings = verification.findings();
    if (!findings.isEmpty()) {
      throw new FailureReport(name(), settings, findings, verification.passedOver()).error();
    }
  }

  private String name() {
    try {
      return String.valueOf(space.id());
    } catch (RuntimeException | StackOverflowError broken) {
      return space.getClass().getSimpleName();
    }
  }
}
