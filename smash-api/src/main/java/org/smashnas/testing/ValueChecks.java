package org.smashnas.testing;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.smashnas.space.ArchitectureSpace;

/** What is verified of architectures as values, and of their JSON and hashes. */
final class ValueChecks<A> {
  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final ArchitectureTexts<A> texts;
  private final Specimens<A> specimens;
  private final Map<A, String> textOf = new HashMap<>();

  ValueChecks(
      ArchitectureSpace<A> space,
      VerifierSettings settings,
      ArchitectureTexts<A> texts,
      Specimens<A> specimens) {
    this.space = space;
    this.settings = settings;
    this.texts = texts;
    this.specimens = specimens;
    specimens.inside().forEach((text, architecture) -> textOf.putIfAbsent(architecture, text));
  }

  /** An equal generator gives the copy. */
  Check<A> isValue() {
    return architecture -> {
      String text = texts.of(architecture);
      String alike = textOf.getOrDefault(architecture, text);
      if (!alike.equals(text)) {
        return Mismatch.of("equals says false to another architecture", "it says true to " + alike);
      }
      return copy(architecture).flatMap(copy -> difference(architecture, copy));
    };
  }

  private Optional<A> copy(A architecture) {
    int index = specimens.sampled().indexOf(texts.of(architecture));
    return index < 0 ? Optional.empty() : Optional.of(sample(index));
  }

  private A sample(int index) {
    return space.sample(settings.stream("sample", index));
  }

  private Optional<Mismatch> difference(A architecture, A copy) {
    if (!texts.of(architecture).equals(texts.of(copy))) {
      return Mismatch.none();
    }
    if (!architecture.equals(copy) || !copy.equals(architecture)) {
      return Mismatch.of(
          "it equals the architecture drawn with an equal generator",
          "equals says false, although both have the same JSON");
    }
    if (architecture.hashCode() != copy.hashCode()) {
      return Mismatch.of(
          "its hash code is that of an equal architecture",
          "they are " + architecture.hashCode() + " and " + copy.hashCode());
    }
    return architecture.equals(new Object())
        ? Mismatch.of("equals says false to an object of another type", "it says true")
        : Mismatch.none();
  }

  /** To be called when everything else has used the architecture. */
  Check<A> isImmutable() {
    return architecture -> {
      String text = texts.of(architecture);
      return text.equals(textBefore(architecture))
          ? changeablePart(text)
          : Mismatch.of("it stays as it was drawn", "after all the calls it is " + text);
    };
  }

  private String textBefore(A architecture) {
    return specimens.drawn().entrySet().stream()
        .filter(entry -> entry.getValue() == architecture)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> texts.of(architecture));
  }

  /** On a copy that is thrown away. */
  private Optional<Mismatch> changeablePart(String text) {
    int index = specimens.sampled().indexOf(text);
    return index < 0 ? Mismatch.none() : Mutability.changeable(sample(index), "the architecture");
  }

  Check<A> jsonRoundTrips() {
    return architecture -> {
      String json = space.codec().toJson(architecture);
      if (json.lines().count() != 1 || !specimens.variants().isJson(json)) {
        return Mismatch.of("toJson writes one line of JSON", "it writes " + json);
      }
      A copy = space.codec().fromJson(json);
      String again = space.codec().toJson(copy);
      if (!again.equals(json)) {
        return Mismatch.of("the codec reads it and writes it again so", "it writes " + again);
      }
      if (!copy.equals(architecture)) {
        return Mismatch.of(
            "what the codec reads from the JSON equals " + architecture, "it is " + copy);
      }
      return comparison(architecture, json);
    };
  }

  private Optional<Mismatch> comparison(A architecture, String json) {
    if (!isJson(architecture, json, json.length())) {
      return Mismatch.of("isJson says true to it inside another text", "it says false");
    }
    if (isJson(architecture, json, json.length() - 1)) {
      return Mismatch.of("isJson says false to it without its last character", "it says true");
    }
    return specimens.inside().keySet().stream()
        .filter(other -> !other.equals(json))
        .filter(other -> isJson(architecture, other, other.length()))
        .findFirst()
        .flatMap(other -> Mismatch.of("isJson says false to " + other, "it says true"));
  }

  /** Of the JSON's start, inside another text. */
  private boolean isJson(A architecture, String json, int length) {
    return space.codec().isJson(architecture, "[" + json + "]", 1, 1 + length);
  }

  Check<A> jsonIsStrict() {
    return architecture -> {
      for (JsonVariants.Variant variant :
          specimens.variants().malformed(space.codec().toJson(architecture))) {
        Optional<Mismatch> mismatch = accepted(variant);
        if (mismatch.isPresent()) {
          return mismatch;
        }
      }
      return Mismatch.none();
    };
  }

  private Optional<Mismatch> accepted(JsonVariants.Variant variant) {
    String text = variant.text();
    String shown = text.length() <= 2_000 ? text : text.substring(0, 60) + "…";
    String expected =
        String.format(
            "fromJson throws an IllegalArgumentException for \"%s\" (%s)", shown, variant.change());
    try {
      A read = space.codec().fromJson(text);
      if (read == null) {
        return Mismatch.of(expected, "it returned null");
      }
      String written = space.codec().toJson(read);
      return specimens.variants().saySame(text, written)
          ? Mismatch.none()
          : Mismatch.of(expected, "it read an architecture that is written as " + written);
    } catch (IllegalArgumentException refused) {
      return refused.getMessage() == null || refused.getMessage().isBlank()
          ? Mismatch.of(expected + " that says why", "its message is empty")
          : Mismatch.none();
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      return Mismatch.thrown(expected, thrown);
    }
  }

  Optional<Finding> staysReadable(SpaceProperty property, String json) {
    Check<String> check = this::unreadable;
    return check
        .guarded("the codec reads it, and validate accepts it")
        .of(json)
        .map(mismatch -> new Finding(property, json, mismatch, "given to reads"));
  }

  private Optional<Mismatch> unreadable(String json) {
    A read = space.codec().fromJson(json);
    space.validate(read);
    String written = space.codec().toJson(read);
    return written.equals(json)
        ? Mismatch.none()
        : Mismatch.of("the codec reads it and writes it again so", "it writes " + written);
  }

  Check<A> hashIsOfJson() {
    return architecture -> {
      String expected =
          Hashing.sha256()
              .hashString(space.codec().toJson(architecture), StandardCharsets.UTF_8)
              .toString();
      String hash = space.hash(architecture);
      return expected.equals(hash)
          ? Mismatch.none()
          : Mismatch.of("hash is " + expected, "it is " + hash);
    };
  }
}
