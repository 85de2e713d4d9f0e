package org.smashnas.testing;

import com.google.common.collect.ImmutableList;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.space.ArchitectureSpace;

/**
 * What a space does with given seeds, as texts that are equal wherever and whenever it is equal.
 * The space may come from another JVM, so nothing but texts is compared.
 */
final class SpaceTrace<A> {
  private static final String BETWEEN = "\t";

  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final ArchitectureTexts<A> texts;

  SpaceTrace(ArchitectureSpace<A> space, VerifierSettings settings) {
    this.space = space;
    this.settings = settings;
    this.texts = new ArchitectureTexts<>(space.codec());
  }

  /** The id, then a line for each architecture. */
  ImmutableList<String> lines(int architectures) {
    return ImmutableList.<String>builder()
        .add("the id" + BETWEEN + space.id().replaceAll("\\s", " "))
        .addAll(IntStream.range(0, architectures).mapToObj(this::line).iterator())
        .build();
  }

  String line(int index) {
    try {
      RandomGenerator random = settings.stream("trace", index);
      A sample = space.sample(random);
      return String.join(
          BETWEEN,
          texts.of(sample),
          "hash " + space.hash(sample),
          "network " + space.network(sample).hash(),
          "derivedNetwork " + space.derivedNetwork(sample).hash(),
          "perturbed to " + texts.of(space.perturb(sample, 0.5, random)));
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      return "draw " + index + BETWEEN + thrown.toString().lines().findFirst().orElse("thrown");
    }
  }

  /** What a line is about. */
  static String subject(String line) {
    return line.substring(0, line.indexOf(BETWEEN));
  }

  /** The first part in which a line differs from another one. */
  static String difference(String line, String other) {
    String[] parts = line.split(BETWEEN, -1);
    String[] others = other.split(BETWEEN, -1);
    return IntStream.range(0, Math.min(parts.length, others.length))
        .filter(part -> !parts[part].equals(others[part]))
        .mapToObj(part -> parts[part])
        .findFirst()
        .orElse(line);
  }
}
