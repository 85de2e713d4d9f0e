package org.smashnas.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.space.ArchitectureSpace;

/** What is verified of the draws themselves, before anything is asked of an architecture. */
final class DrawChecks<A> {
  private static final String ACCEPTED = "validate accepts it";
  private static final int MORE_DRAWS = 4;
  private static final int DRAWS_AT_ZERO = 8;

  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final ArchitectureTexts<A> texts;
  private final Specimens<A> specimens;

  DrawChecks(
      ArchitectureSpace<A> space,
      VerifierSettings settings,
      ArchitectureTexts<A> texts,
      Specimens<A> specimens) {
    this.space = space;
    this.settings = settings;
    this.texts = texts;
    this.specimens = specimens;
  }

  /** A draw that breaks a property. */
  private record Offence(String architecture, Mismatch mismatch, String draw) {}

  /** Draws with a stream of a number. */
  @FunctionalInterface
  private interface Draw<A> {
    A from(RandomGenerator random, int index);
  }

  Optional<Finding> samplesAreInside() {
    return smallest(
        SpaceProperty.SAMPLES_ARE_INSIDE,
        index -> outside("sample", index, (random, number) -> space.sample(random), "sample(%s)"));
  }

  Optional<Finding> annealedSamplesAreInside() {
    return smallest(
        SpaceProperty.ANNEALED_SAMPLES_ARE_INSIDE,
        index ->
            outside(
                "annealed",
                index,
                (random, number) -> space.sample(random, progress(number)),
                "sample(%s, " + progress(index) + ")"));
  }

  /** From 0 to 1, both among them. */
  private static double progress(int index) {
    return index % 11 / 10.0;
  }

  /** Draws all again, the last first, when other draws have been made. */
  Optional<Finding> drawsAreRepeatable() {
    List<String> first =
        IntStream.range(0, settings.samples()).mapToObj(this::annealedAndPerturbed).toList();
    return smallest(
            SpaceProperty.DRAWS_ARE_REPEATABLE,
            index -> {
              int number = Math.floorMod(-1 - index, settings.samples());
              return changed(
                  specimens.sampled().get(number),
                  sampled(number),
                  "sample(" + settings.streamText("sample", number) + ")");
            })
        .or(
            () ->
                smallest(
                    SpaceProperty.DRAWS_ARE_REPEATABLE,
                    index -> {
                      int number = Math.floorMod(-1 - index, settings.samples());
                      return changed(
                          first.get(number),
                          annealedAndPerturbed(number),
                          String.format(
                              "random = %s; perturb(sample(random, %s), 0.5, random)",
                              settings.streamText("repeated", number), progress(number)));
                    }));
  }

  private String sampled(int index) {
    try {
      A sample = space.sample(settings.stream("sample", index));
      return sample == null ? "null" : texts.of(sample);
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      return thrown.toString();
    }
  }

  private String annealedAndPerturbed(int index) {
    try {
      RandomGenerator random = settings.stream("repeated", index);
      return texts.of(space.perturb(space.sample(random, progress(index)), 0.5, random));
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      return thrown.toString();
    }
  }

  private static Optional<Offence> changed(String first, String second, String draw) {
    return Mismatch.of(
            "the same architecture at every draw with an equal generator", "later " + second)
        .filter(mismatch -> !first.equals(second))
        .map(mismatch -> new Offence(first, mismatch, draw));
  }

  private Optional<Offence> outside(String role, int index, Draw<A> draw, String call) {
    String text = "none";
    Optional<Mismatch> mismatch;
    try {
      A drawn = draw.from(settings.stream(role, index), index);
      if (drawn == null) {
        mismatch = Mismatch.of("an architecture", "null");
      } else {
        text = texts.of(drawn);
        mismatch = refusal(drawn);
      }
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      mismatch = Mismatch.thrown("an architecture", thrown);
    }
    String architecture = text;
    return mismatch.map(
        found ->
            new Offence(
                architecture, found, String.format(call, settings.streamText(role, index))));
  }

  private Optional<Mismatch> refusal(A architecture) {
    Check<A> check =
        drawn -> {
          space.validate(drawn);
          return Mismatch.none();
        };
    return check.guarded(ACCEPTED).of(architecture);
  }

  /** Where there is an offence, more draws are made to find a smaller one. */
  private Optional<Finding> smallest(SpaceProperty property, DrawCheck check) {
    List<Offence> offences = offences(0, settings.samples(), check);
    if (offences.isEmpty()) {
      return Optional.empty();
    }
    List<Offence> all = new ArrayList<>(offences);
    all.addAll(offences(settings.samples(), MORE_DRAWS * settings.samples(), check));
    Offence smallest =
        all.stream()
            .min(
                (left, right) ->
                    ArchitectureTexts.BY_SIZE.compare(left.architecture(), right.architecture()))
            .orElseThrow();
    String origin =
        String.format(
            "%d of %d draws; the smallest is %s",
            offences.size(), settings.samples(), smallest.draw());
    return Optional.of(new Finding(property, smallest.architecture(), smallest.mismatch(), origin));
  }

  @FunctionalInterface
  private interface DrawCheck {
    Optional<Offence> of(int index);
  }

  private static List<Offence> offences(int first, int count, DrawCheck check) {
    return IntStream.range(first, first + count)
        .mapToObj(check::of)
        .flatMap(Optional::stream)
        .toList();
  }

  Check<A> perturbationIsInside() {
    return architecture -> {
      for (double probability : Specimens.PROBABILITIES) {
        Optional<Mismatch> mismatch = perturbationIsInside(architecture, probability);
        if (mismatch.isPresent()) {
          return mismatch;
        }
      }
      return perturbationIsInside(architecture, 0);
    };
  }

  private Optional<Mismatch> perturbationIsInside(A architecture, double probability) {
    String call = perturbationText(architecture, probability);
    Check<A> inside =
        start -> {
          A next =
              space.perturb(start, probability, specimens.perturbationStream(start, probability));
          return next == null
              ? Mismatch.of(call + " is an architecture", "null")
              : refusal(next)
                  .map(
                      refused ->
                          new Mismatch(
                              call + " passes validate",
                              "it is " + texts.of(next) + ", for which " + refused.found(),
                              refused.cause()));
        };
    return inside.guarded(call + " is an architecture").of(architecture);
  }

  /** Several draws, since a perturbation that changes something may change nothing at times. */
  Check<A> perturbationAtZeroIsNone() {
    return architecture ->
        IntStream.range(0, DRAWS_AT_ZERO)
            .mapToObj(draw -> changedAtZero(architecture, draw))
            .flatMap(Optional::stream)
            .findFirst();
  }

  private Optional<Mismatch> changedAtZero(A architecture, int draw) {
    long number = specimens.perturbationNumber(architecture, 0) + draw;
    A next = space.perturb(architecture, 0, settings.stream("perturbation", number));
    return texts.of(next).equals(texts.of(architecture))
        ? Mismatch.none()
        : Mismatch.of(
            String.format(
                "perturb(it, 0.0, %s) is the architecture itself",
                settings.streamText("perturbation", number)),
            "it is " + texts.of(next));
  }

  /** One draw in 64 is enough: even in a space of two architectures half of them change it. */
  Check<A> perturbationAtOneChanges() {
    return architecture -> {
      RandomGenerator random = specimens.perturbationStream(architecture, 1);
      String text = texts.of(architecture);
      boolean changes =
          specimens.inside().size() == 1
              || IntStream.range(0, 64)
                  .anyMatch(draw -> !texts.of(space.perturb(architecture, 1, random)).equals(text));
      return changes
          ? Mismatch.none()
          : Mismatch.of(
              "some of 64 perturbations at probability 1 is another architecture",
              "all are the architecture itself");
    };
  }

  private String perturbationText(A architecture, double probability) {
    return String.format(
        "perturb(it, %s, %s)",
        probability,
        settings.streamText(
            "perturbation", specimens.perturbationNumber(architecture, probability)));
  }
}
