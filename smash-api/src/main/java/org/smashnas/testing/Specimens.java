package org.smashnas.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * The architectures that a space is verified on: samples, chains of perturbations, and what reading
 * changed JSON gives. Those inside the space are kept apart from those outside, by their texts.
 */
final class Specimens<A> {
  static final ImmutableList<Double> PROBABILITIES = ImmutableList.of(0.05, 0.3, 1.0, 0.1, 0.7);
  private static final int CHAIN_LENGTH = 4;
  private static final int VARIED = 5;
  private static final int VARIANTS_EACH = 200;

  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final ArchitectureTexts<A> texts;
  private final List<String> sampled = new ArrayList<>();
  private final Map<String, A> drawn = new LinkedHashMap<>();
  private final Map<String, A> inside = new LinkedHashMap<>();
  private final Map<String, A> outside = new LinkedHashMap<>();
  private final JsonVariants variants;

  Specimens(ArchitectureSpace<A> space, VerifierSettings settings, ArchitectureTexts<A> texts) {
    this.space = space;
    this.settings = settings;
    this.texts = texts;
    for (int index = 0; index < settings.samples(); index++) {
      sampled.add(keepSample(index));
    }
    List<A> starts = inside.values().stream().limit(settings.samples() / CHAIN_LENGTH).toList();
    starts.forEach(this::keepChain);
    this.variants = new JsonVariants(inside.keySet());
    smallest(VARIED).values().forEach(this::keepVariants);
  }

  private String keepSample(int index) {
    try {
      A sample = space.sample(settings.stream("sample", index));
      if (sample == null) {
        return "null";
      }
      String text = texts.of(sample);
      drawn.putIfAbsent(text, sample);
      keep(text, sample);
      return text;
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      return thrown.toString();
    }
  }

  private void keepChain(A start) {
    A architecture = start;
    for (int step = 0; step < CHAIN_LENGTH; step++) {
      Optional<A> next = perturbed(architecture, PROBABILITIES.get(step));
      if (next.isEmpty() || !keep(texts.of(next.get()), next.get())) {
        return;
      }
      architecture = next.get();
    }
  }

  private Optional<A> perturbed(A architecture, double probability) {
    try {
      return Optional.ofNullable(
          space.perturb(architecture, probability, perturbationStream(architecture, probability)));
    } catch (RuntimeException | StackOverflowError | AssertionError failed) {
      return Optional.empty();
    }
  }

  RandomGenerator perturbationStream(A architecture, double probability) {
    return settings.stream("perturbation", perturbationNumber(architecture, probability));
  }

  /** A stream of its own for each architecture and probability, the same in every run. */
  long perturbationNumber(A architecture, double probability) {
    return 31L * texts.of(architecture).hashCode() + Double.hashCode(probability);
  }

  private void keepVariants(A architecture) {
    for (A variant : variantsOf(architecture)) {
      keep(texts.of(variant), variant);
    }
  }

  /** What the codec reads from the JSON changed in one place, inside the space or not. */
  ImmutableList<A> variantsOf(A architecture) {
    return JsonVariants.spread(variants.neighbours(texts.of(architecture)), VARIANTS_EACH).stream()
        .flatMap(json -> read(json).stream())
        .collect(ImmutableList.toImmutableList());
  }

  private Optional<A> read(String json) {
    try {
      return Optional.ofNullable(space.codec().fromJson(json));
    } catch (RuntimeException | StackOverflowError refused) {
      return Optional.empty();
    }
  }

  private boolean keep(String text, A architecture) {
    boolean isInside = isInside(architecture);
    (isInside ? inside : outside).putIfAbsent(text, architecture);
    return isInside;
  }

  boolean isInside(A architecture) {
    try {
      space.validate(architecture);
      return true;
    } catch (RuntimeException | StackOverflowError | AssertionError refused) {
      return false;
    }
  }

  /** The text of each sample, or of what went wrong, by index. */
  List<String> sampled() {
    return Collections.unmodifiableList(sampled);
  }

  /** The samples as they were drawn. */
  Map<String, A> drawn() {
    return Collections.unmodifiableMap(drawn);
  }

  /** All different architectures known to be inside. */
  Map<String, A> inside() {
    return Collections.unmodifiableMap(inside);
  }

  /** Architectures that {@code validate} does not accept. */
  Map<String, A> outside() {
    return Collections.unmodifiableMap(outside);
  }

  ImmutableMap<String, A> smallest(int count) {
    return inside.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(ArchitectureTexts.BY_SIZE))
        .limit(count)
        .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  JsonVariants variants() {
    return variants;
  }
}
