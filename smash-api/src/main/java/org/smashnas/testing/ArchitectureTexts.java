package org.smashnas.testing;

import java.util.Comparator;
import java.util.Objects;
import org.smashnas.space.ArchitectureCodec;

/**
 * Architectures as texts: what identifies them here, even where {@code equals} is broken, and what
 * orders them by size.
 */
final class ArchitectureTexts<A> {
  static final Comparator<String> BY_SIZE =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final ArchitectureCodec<A> codec;

  ArchitectureTexts(ArchitectureCodec<A> codec) {
    this.codec = codec;
  }

  /** The JSON, or where the codec fails what {@code toString} says. */
  String of(A architecture) {
    try {
      return Objects.requireNonNullElse(codec.toJson(architecture), "no JSON");
    } catch (RuntimeException | StackOverflowError unwritable) {
      return "(without JSON) " + architecture;
    }
  }
}
