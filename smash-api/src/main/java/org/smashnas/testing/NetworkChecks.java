package org.smashnas.testing;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.LinkedHashMultiset;
import com.google.common.collect.Maps;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import com.google.common.collect.Streams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.smashnas.json.Excerpt;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.Encoding;
import org.smashnas.space.WeightGrid;

/** What is verified of the networks of architectures and of their encodings. */
final class NetworkChecks<A> {
  private final ArchitectureSpace<A> space;
  private final ArchitectureTexts<A> texts;
  private final Specimens<A> specimens;
  private final Map<String, Network> scored = new HashMap<>();
  private final Map<String, Network> derived = new HashMap<>();

  NetworkChecks(ArchitectureSpace<A> space, ArchitectureTexts<A> texts, Specimens<A> specimens) {
    this.space = space;
    this.texts = texts;
    this.specimens = specimens;
  }

  private Network scored(A architecture) {
    return scored.computeIfAbsent(texts.of(architecture), text -> space.network(architecture));
  }

  private Network derived(A architecture) {
    return derived.computeIfAbsent(
        texts.of(architecture), text -> space.derivedNetwork(architecture));
  }

  Check<A> builds() {
    Check<A> scoredBuilds = architecture -> present(scored(architecture));
    Check<A> derivedBuilds = architecture -> present(derived(architecture));
    return architecture ->
        scoredBuilds
            .guarded("network(it) is built")
            .of(architecture)
            .or(() -> derivedBuilds.guarded("derivedNetwork(it) is built").of(architecture))
            .or(() -> own(architecture))
            .or(() -> notOwn(architecture));
  }

  private Optional<Mismatch> own(A architecture) {
    return scored(architecture).weights().values().stream()
        .filter(weight -> weight.source() instanceof WeightSource.Own)
        .findFirst()
        .flatMap(
            weight ->
                Mismatch.of(
                    "all weights of network(it) are generated or shared",
                    "weight " + weight.name() + " is its own"));
  }

  /** A space that is not checked for nulls may give one. */
  private static Optional<Mismatch> present(@Nullable Network network) {
    return network == null ? Mismatch.of("a network", "it is null") : Mismatch.none();
  }

  private Optional<Mismatch> notOwn(A architecture) {
    return derived(architecture).weights().values().stream()
        .filter(weight -> !(weight.source() instanceof WeightSource.Own))
        .findFirst()
        .flatMap(
            weight ->
                Mismatch.of(
                    "all weights of derivedNetwork(it) are its own",
                    "weight " + weight.name() + " is not: its source is " + weight.source()));
  }

  /** The architectures whose networks build; of others nothing more is asked. */
  ImmutableMap<String, A> built() {
    Check<A> builds = builds().guarded("networks");
    return specimens.inside().entrySet().stream()
        .filter(entry -> builds.of(entry.getValue()).isEmpty())
        .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private record Ends(Shape input, Shape output) {
    static Ends of(Network network) {
      return new Ends(network.input().shape(), network.output().shape());
    }

    @Override
    public String toString() {
      return "from " + input + " to " + output;
    }
  }

  /** Right is what most have. */
  Check<A> hasEnds(Map<String, A> built) {
    Multiset<Ends> counts = LinkedHashMultiset.create();
    built.values().forEach(each -> counts.add(Ends.of(scored(each))));
    Optional<Ends> usual = Multisets.copyHighestCountFirst(counts).stream().findFirst();
    return architecture ->
        usual.flatMap(
            ends ->
                unlike("network", ends, scored(architecture))
                    .or(() -> unlike("derivedNetwork", ends, derived(architecture))));
  }

  private static Optional<Mismatch> unlike(String name, Ends usual, Network network) {
    Ends ends = Ends.of(network);
    return ends.equals(usual)
        ? Mismatch.none()
        : Mismatch.of(name + " leads " + usual + ", as most networks do", "it leads " + ends);
  }

  /** Right is for each tensor what most have. */
  Check<A> sharesAlike(Map<String, A> built) {
    Map<String, Multiset<WeightShape>> shapes = new HashMap<>();
    for (A architecture : built.values()) {
      shared(architecture)
          .forEach(
              source ->
                  shapes
                      .computeIfAbsent(source.tensor(), any -> LinkedHashMultiset.create())
                      .add(source.full()));
    }
    Map<String, WeightShape> usual =
        Maps.transformValues(
            shapes, counts -> Multisets.copyHighestCountFirst(counts).iterator().next());
    return architecture ->
        shared(architecture)
            .flatMap(
                source ->
                    unlike(source, usual.getOrDefault(source.tensor(), source.full())).stream())
            .findFirst();
  }

  private Stream<WeightSource.Shared> shared(A architecture) {
    return scored(architecture).weights().values().stream()
        .map(Weight::source)
        .filter(WeightSource.Shared.class::isInstance)
        .map(WeightSource.Shared.class::cast);
  }

  private static Optional<Mismatch> unlike(WeightSource.Shared source, WeightShape usual) {
    return source.full().equals(usual)
        ? Mismatch.none()
        : Mismatch.of(
            String.format(
                "network shares the tensor %s of shape %s, as most networks do",
                source.tensor(), usual),
            "it shares one of shape " + source.full());
  }

  Check<A> derivedAgrees() {
    return architecture -> NetworkTopology.difference(scored(architecture), derived(architecture));
  }

  Check<A> encodingIsInRange() {
    Check<A> encodes =
        architecture -> {
          Encoding.of(scored(architecture), space.weightGrid());
          return Mismatch.none();
        };
    return encodes.guarded("each generated weight of network(it) fits weightGrid()");
  }

  /** What the HyperNet is told about a slice, and over how many positions. */
  private record Slice(ImmutableSortedSet<Integer> marks, int positions) {}

  private List<Slice> slices(A architecture) {
    WeightGrid grid = space.weightGrid();
    List<Slice> slices = new ArrayList<>();
    for (Encoding.Placement placement : Encoding.of(scored(architecture), grid).weights()) {
      int positions = grid.positions(placement.weight().shape());
      placement.condition().slices().forEach(marks -> slices.add(new Slice(marks, positions)));
    }
    return slices;
  }

  /** Compares with all others, and on the way to a smaller one with its variants too. */
  EncodingChecks encodings(Map<String, A> built) {
    Map<List<Slice>, List<A>> alike = new HashMap<>();
    for (A architecture : built.values()) {
      if (encodingIsInRange().of(architecture).isEmpty()) {
        alike.computeIfAbsent(slices(architecture), any -> new ArrayList<>()).add(architecture);
      }
    }
    return new EncodingChecks(alike);
  }

  final class EncodingChecks {
    private final Map<List<Slice>, List<A>> alike;

    private EncodingChecks(Map<List<Slice>, List<A>> alike) {
      this.alike = alike;
    }

    Check<A> isDistinct() {
      return architecture -> {
        if (encodingIsInRange().of(architecture).isPresent()) {
          return Mismatch.none();
        }
        return clash(architecture, alike.getOrDefault(slices(architecture), List.of()));
      };
    }

    Check<A> isDistinctFromVariants() {
      return architecture ->
          isDistinct()
              .of(architecture)
              .or(
                  () -> {
                    List<Slice> slices = slices(architecture);
                    List<A> variants =
                        specimens.variantsOf(architecture).stream()
                            .filter(specimens::isInside)
                            .filter(variant -> builds().of(variant).isEmpty())
                            .filter(variant -> slices(variant).equals(slices))
                            .toList();
                    return clash(architecture, variants);
                  });
    }

    private Optional<Mismatch> clash(A architecture, List<A> others) {
      String text = texts.of(architecture);
      return others.stream()
          .filter(other -> !texts.of(other).equals(text) && !other.equals(architecture))
          .map(texts::of)
          .min(ArchitectureTexts.BY_SIZE)
          .flatMap(
              other ->
                  Mismatch.of(
                      "an encoding that no other architecture has",
                      "it has the encoding of " + other));
    }
  }

  Check<A> isRepeatable() {
    return architecture -> {
      A copy = space.codec().fromJson(space.codec().toJson(architecture));
      ImmutableList<A> both = ImmutableList.of(architecture, copy);
      for (A each : both) {
        Optional<Mismatch> change =
            change("network(it)", scored(architecture), space.network(each))
                .or(
                    () ->
                        change(
                            "derivedNetwork(it)",
                            derived(architecture),
                            space.derivedNetwork(each)));
        if (change.isPresent()) {
          return change;
        }
      }
      WeightGrid first = space.weightGrid();
      WeightGrid then = space.weightGrid();
      return first.equals(then)
          ? Mismatch.none()
          : change("weightGrid()", "it", first.toString(), then.toString());
    };
  }

  /** How a network, built again, is another one: in the first layer that differs. */
  private static Optional<Mismatch> change(String call, Network first, Network then) {
    if (first.equals(then)) {
      return Mismatch.none();
    }
    return Streams.zip(first.layers().stream(), then.layers().stream(), TwoLayers::new)
        .filter(layers -> !layers.first().equals(layers.then()))
        .findFirst()
        .map(
            layers ->
                change(
                    call,
                    "layer " + layers.first().name(),
                    layers.first().toString(),
                    layers.then().toString()))
        .orElseGet(() -> change(call, "it", first.toString(), then.toString()));
  }

  private record TwoLayers(Layer first, Layer then) {}

  /** Shows where two texts part. */
  private static Optional<Mismatch> change(String call, String subject, String first, String then) {
    int same = Strings.commonPrefix(first, then).length();
    return Mismatch.of(
        call + " is the same at every call",
        subject
            + " is first "
            + Excerpt.around(first, same)
            + ", then "
            + Excerpt.around(then, same));
  }

  /** What {@code validate} refuses, networks refuse too. */
  Check<A> isRefused() {
    return architecture ->
        refusal("validate", () -> space.validate(architecture))
            .or(() -> refusal("network", () -> space.network(architecture)))
            .or(() -> refusal("derivedNetwork", () -> space.derivedNetwork(architecture)));
  }

  private static Optional<Mismatch> refusal(String method, Runnable call) {
    String expected =
        method + "(it) throws an IllegalArgumentException that says why it is outside the space";
    try {
      call.run();
      return Mismatch.of(expected, "it threw nothing");
    } catch (IllegalArgumentException refused) {
      return refused.getMessage() == null || refused.getMessage().isBlank()
          ? Mismatch.of(expected, "its message is empty")
          : Mismatch.none();
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      return Mismatch.thrown(expected, thrown);
    }
  }
}
