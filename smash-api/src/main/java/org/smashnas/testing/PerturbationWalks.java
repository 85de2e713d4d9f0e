package org.smashnas.testing;

import com.google.common.collect.Multiset;
import com.google.common.collect.TreeMultiset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * Walks of perturbations through a space that is too large to be enumerated. Whatever each sample
 * has, a number, a name or a list's length, must become each value that many samples have.
 */
final class PerturbationWalks<A> {
  private static final double PROBABILITY = 0.3;
  private static final int LEAST_SAMPLES = 50;
  private static final double LEAST_SHARE = 0.2;
  private static final int STARTS = 20;
  private static final int LENGTH = 100;
  private static final int MOST_STEPS = 20_000;

  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final ArchitectureTexts<A> texts;
  private final Specimens<A> specimens;

  PerturbationWalks(
      ArchitectureSpace<A> space,
      VerifierSettings settings,
      ArchitectureTexts<A> texts,
      Specimens<A> specimens) {
    this.space = space;
    this.settings = settings;
    this.texts = texts;
    this.specimens = specimens;
  }

  Optional<Finding> unreached() {
    Map<String, Set<String>> wanted = commonValues();
    List<Map.Entry<String, A>> starts = List.copyOf(specimens.smallest(STARTS).entrySet());
    RandomGenerator random = settings.stream("long walk", 0);
    for (int step = 0; step < MOST_STEPS && !wanted.isEmpty(); step += LENGTH) {
      walk(starts.get(step / LENGTH % starts.size()).getValue(), random, wanted);
    }
    return wanted.entrySet().stream()
        .findFirst()
        .map(missing -> finding(starts.get(0).getKey(), missing));
  }

  /** The values, of what all samples have, that many but not nearly all of them have. */
  private Map<String, Set<String>> commonValues() {
    List<String> samples =
        specimens.sampled().stream().filter(specimens.inside()::containsKey).toList();
    Map<String, Set<String>> common = new TreeMap<>();
    if (samples.size() < LEAST_SAMPLES) {
      return common;
    }
    Map<String, Multiset<String>> values = new TreeMap<>();
    for (String sample : samples) {
      specimens
          .variants()
          .elements(sample)
          .forEach(
              (place, value) ->
                  values.computeIfAbsent(place, any -> TreeMultiset.create()).add(value));
    }
    double least = LEAST_SHARE * samples.size();
    values.forEach(
        (place, counts) -> {
          Set<String> many = new TreeSet<>(counts.elementSet());
          many.removeIf(
              value -> counts.count(value) < least || counts.count(value) > samples.size() - least);
          if (counts.size() == samples.size() && !many.isEmpty()) {
            common.put(place, many);
          }
        });
    return common;
  }

  /** Strikes out what perturbations make of what was something else. */
  private void walk(A start, RandomGenerator random, Map<String, Set<String>> wanted) {
    A architecture = start;
    Map<String, String> before = specimens.variants().elements(texts.of(start));
    for (int step = 0; step < LENGTH && !wanted.isEmpty(); step++) {
      architecture = space.perturb(architecture, PROBABILITY, random);
      if (!specimens.isInside(architecture)) {
        return;
      }
      Map<String, String> after = specimens.variants().elements(texts.of(architecture));
      for (Map.Entry<String, String> element : after.entrySet()) {
        String earlier = before.get(element.getKey());
        if (earlier != null && !earlier.equals(element.getValue())) {
          strike(wanted, element.getKey(), element.getValue());
        }
      }
      before = after;
    }
  }

  private static void strike(Map<String, Set<String>> wanted, String place, String value) {
    wanted.computeIfPresent(
        place,
        (any, values) -> {
          values.remove(value);
          return values.isEmpty() ? null : values;
        });
  }

  private Finding finding(String text, Map.Entry<String, Set<String>> missing) {
    String value = missing.getValue().iterator().next();
    return new Finding(
        SpaceProperty.PERTURBATION_REACHES_ALL,
        text,
        Mismatch.of(
                String.format(
                    "perturbations at probability %s make %s %s, which many samples have there",
                    PROBABILITY, missing.getKey(), value),
                String.format(
                    "none of %d made it so, in walks that start here and elsewhere", MOST_STEPS))
            .orElseThrow(),
        "the smallest start of a walk");
  }
}
