package org.smashnas.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * A small space as a graph: its architectures, where perturbations of each lead, and how often
 * sampling draws each. Architectures come from samples, perturbations and changed JSON; if there
 * are more than the limit, the space is not small: the draws are counted, and perturbations walk.
 */
final class Enumeration<A> {
  private static final double PROBABILITY = 0.3;
  private static final int DRAWS = 60_000;
  private static final int FIRST_ROUNDS = 16;

  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final ArchitectureTexts<A> texts;
  private final Specimens<A> specimens;
  private final Map<String, A> known = new LinkedHashMap<>();
  private final Map<String, Set<String>> leads = new HashMap<>();
  private int perturbations;

  Enumeration(
      ArchitectureSpace<A> space,
      VerifierSettings settings,
      ArchitectureTexts<A> texts,
      Specimens<A> specimens) {
    this.space = space;
    this.settings = settings;
    this.texts = texts;
    this.specimens = specimens;
    this.known.putAll(specimens.inside());
    addVariants();
  }

  private boolean isSmall() {
    return known.size() <= settings.enumerationLimit();
  }

  private void addVariants() {
    Deque<A> open = new ArrayDeque<>(known.values());
    while (isSmall() && !open.isEmpty()) {
      for (A variant : specimens.variantsOf(open.removeFirst())) {
        if (specimens.isInside(variant) && known.putIfAbsent(texts.of(variant), variant) == null) {
          open.addLast(variant);
        }
      }
    }
  }

  Optional<Finding> perturbationReachesAll() {
    if (known.isEmpty()) {
      return Optional.empty();
    }
    RandomGenerator random = settings.stream("walk", 0);
    int rounds = FIRST_ROUNDS;
    List<String> lost = perturbAll(rounds, random);
    while (isSmall() && !lost.isEmpty() && perturbations < DRAWS) {
      lost = perturbAll(rounds, random);
      rounds *= 2;
    }
    if (!isSmall()) {
      return new PerturbationWalks<>(space, settings, texts, specimens).unreached();
    }
    return lost.isEmpty() ? Optional.empty() : Optional.of(unreached(lost));
  }

  /** Perturbs each so many times; says which are not connected to the smallest both ways. */
  private List<String> perturbAll(int rounds, RandomGenerator random) {
    for (int round = 0; round < rounds && isSmall() && perturbations < DRAWS; round++) {
      for (Map.Entry<String, A> from : new ArrayList<>(known.entrySet())) {
        A next = space.perturb(from.getValue(), PROBABILITY, random);
        perturbations++;
        if (specimens.isInside(next)) {
          String text = texts.of(next);
          known.putIfAbsent(text, next);
          leads.computeIfAbsent(from.getKey(), any -> new HashSet<>()).add(text);
        }
      }
    }
    Set<String> there = reachable(leads);
    Set<String> back = reachable(reversed());
    return known.keySet().stream()
        .filter(text -> !there.contains(text) || !back.contains(text))
        .sorted(ArchitectureTexts.BY_SIZE)
        .toList();
  }

  private Map<String, Set<String>> reversed() {
    Map<String, Set<String>> reversed = new HashMap<>();
    leads.forEach(
        (from, targets) ->
            targets.forEach(to -> reversed.computeIfAbsent(to, any -> new HashSet<>()).add(from)));
    return reversed;
  }

  private Set<String> reachable(Map<String, Set<String>> edges) {
    Deque<String> open = new ArrayDeque<>(List.of(start()));
    Set<String> reached = new HashSet<>(open);
    while (!open.isEmpty()) {
      for (String next : edges.getOrDefault(open.removeFirst(), Set.of())) {
        if (reached.add(next)) {
          open.addLast(next);
        }
      }
    }
    return reached;
  }

  private String start() {
    return known.keySet().stream().min(ArchitectureTexts.BY_SIZE).orElseThrow();
  }

  private Finding unreached(List<String> lost) {
    String text = lost.get(0);
    boolean reached = reachable(leads).contains(text);
    String way = reached ? "from it to " + start() : "from " + start() + " to it";
    return new Finding(
        SpaceProperty.PERTURBATION_REACHES_ALL,
        text,
        Mismatch.of(
                "perturbations at probability " + PROBABILITY + " lead " + way,
                String.format(
                    "%d perturbations of all architectures known never led there", perturbations))
            .orElseThrow(),
        String.format(
            "%d of the %d architectures known; this is the smallest", lost.size(), known.size()));
  }

  Optional<Finding> samplingCoversAll() {
    Map<String, Integer> drawn = new LinkedHashMap<>();
    specimens.sampled().forEach(text -> drawn.merge(text, 1, Integer::sum));
    return isSmall() ? missing(drawn) : concentrated(drawn);
  }

  private Optional<Finding> missing(Map<String, Integer> drawn) {
    RandomGenerator random = settings.stream("coverage", 0);
    for (int draw = 0; draw < DRAWS && !drawn.keySet().containsAll(known.keySet()); draw += 100) {
      for (int each = 0; each < 100; each++) {
        drawn.merge(texts.of(space.sample(random)), 1, Integer::sum);
      }
    }
    List<String> missing =
        known.keySet().stream()
            .filter(text -> !drawn.containsKey(text))
            .sorted(ArchitectureTexts.BY_SIZE)
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                SpaceProperty.SAMPLING_COVERS_ALL,
                missing.get(0),
                Mismatch.of("sample draws it", "not once in " + DRAWS + " samples").orElseThrow(),
                String.format(
                    "%d of the %d architectures known; this is the smallest",
                    missing.size(), known.size())));
  }

  /** Half of the draws in one place, or each architecture twenty times, is no sampling. */
  private Optional<Finding> concentrated(Map<String, Integer> drawn) {
    int draws = settings.samples();
    return drawn.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .filter(most -> draws >= 20)
        .filter(most -> 2 * most.getValue() > draws || 20 * drawn.size() < draws)
        .map(
            most ->
                new Finding(
                    SpaceProperty.SAMPLING_COVERS_ALL,
                    most.getKey(),
                    Mismatch.of(
                            "samples spread over the space: no architecture takes more than half of"
                                + " them, and they give a twentieth as many different ones",
                            String.format(
                                "it takes %d of %d samples, which give %d architectures",
                                most.getValue(), draws, drawn.size()))
                        .orElseThrow(),
                    "the most frequent of all"));
  }
}
