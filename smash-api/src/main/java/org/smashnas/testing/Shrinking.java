package org.smashnas.testing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.smashnas.space.ArchitectureSpace;

/**
 * Finds a small architecture that breaks a property: the smallest of those that do, and from there
 * a walk to ever smaller ones, by changes of the JSON and by perturbations, until nothing smaller
 * turns up.
 */
final class Shrinking<A> {
  private static final int CHECKS = 2_000;
  private static final int PERTURBATIONS = 40;

  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final ArchitectureTexts<A> texts;
  private final Specimens<A> specimens;

  Shrinking(
      ArchitectureSpace<A> space,
      VerifierSettings settings,
      ArchitectureTexts<A> texts,
      Specimens<A> specimens) {
    this.space = space;
    this.settings = settings;
    this.texts = texts;
    this.specimens = specimens;
  }

  private record Offender<A>(String text, A architecture, Mismatch mismatch) {}

  Optional<Finding> smallest(SpaceProperty property, Check<A> check) {
    return smallest(property, specimens.inside(), check, check);
  }

  /**
   * Looks for the smallest offender.
   *
   * @param population where to look first
   * @param check what finds offenders there
   * @param thorough what finds offenders among smaller architectures; it may take longer
   */
  Optional<Finding> smallest(
      SpaceProperty property, Map<String, A> population, Check<A> check, Check<A> thorough) {
    List<Offender<A>> offenders =
        population.entrySet().stream()
            .flatMap(entry -> offender(check, entry.getKey(), entry.getValue()).stream())
            .toList();
    if (offenders.isEmpty()) {
      return Optional.empty();
    }
    Offender<A> first =
        offenders.stream()
            .min((left, right) -> ArchitectureTexts.BY_SIZE.compare(left.text(), right.text()))
            .orElseThrow();
    Offender<A> last = walk(first, thorough);
    String among =
        String.format("%d of the %d architectures tried", offenders.size(), population.size());
    String origin =
        last.equals(first)
            ? among + "; this is the smallest"
            : String.format(
                "%s; this one was found by making the smallest, of %d characters, smaller",
                among, first.text().length());
    return Optional.of(new Finding(property, last.text(), last.mismatch(), origin));
  }

  private Optional<Offender<A>> offender(Check<A> check, String text, A architecture) {
    return check
        .guarded("no exception")
        .of(architecture)
        .map(mismatch -> new Offender<>(text, architecture, mismatch));
  }

  private Offender<A> walk(Offender<A> first, Check<A> check) {
    Set<String> tried = new HashSet<>();
    Offender<A> smallest = first;
    Optional<Offender<A>> smaller = Optional.of(first);
    while (smaller.isPresent()) {
      smallest = smaller.get();
      String text = smallest.text();
      smaller =
          candidates(smallest.architecture())
              .filter(candidate -> ArchitectureTexts.BY_SIZE.compare(texts.of(candidate), text) < 0)
              .filter(candidate -> tried.size() < CHECKS && tried.add(texts.of(candidate)))
              .filter(specimens::isInside)
              .flatMap(candidate -> offender(check, texts.of(candidate), candidate).stream())
              .findFirst();
    }
    return smallest;
  }

  /** Smaller ones of the architecture's variants, the smallest first, then perturbations. */
  private Stream<A> candidates(A architecture) {
    Stream<A> variants =
        specimens.variantsOf(architecture).stream()
            .sorted(
                (left, right) ->
                    ArchitectureTexts.BY_SIZE.compare(texts.of(left), texts.of(right)));
    RandomGenerator random = settings.stream("shrinking", texts.of(architecture).hashCode());
    Stream<A> perturbations =
        IntStream.range(0, PERTURBATIONS)
            .boxed()
            .flatMap(index -> perturbed(architecture, index, random).stream());
    return Stream.concat(variants, perturbations);
  }

  private Optional<A> perturbed(A architecture, int index, RandomGenerator random) {
    double probability = Specimens.PROBABILITIES.get(index % Specimens.PROBABILITIES.size());
    try {
      return Optional.ofNullable(space.perturb(architecture, probability, random));
    } catch (RuntimeException | StackOverflowError | AssertionError failed) {
      return Optional.empty();
    }
  }
}
