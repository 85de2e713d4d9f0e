package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.smashnas.data.Split;
import org.smashnas.network.Network;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightSource;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.WeightGrid;

/** One diagnosis: generates the weights of some architectures, compares and exchanges them. */
final class DiagnosisRun<A> {
  /** Draws for each architecture: those without generated weights are passed over. */
  private static final int MOST_DRAWS = 100;

  private final HyperNet<A> hyperNet;
  private final Split data;
  private final DiagnosisOptions options;
  private final RandomStreams streams;
  private final ImmutableList<Specimen<A>> specimens;

  /** An architecture with what was generated for it. */
  private record Specimen<A>(
      A architecture,
      Network network,
      ImmutableMap<String, float[]> weights,
      ImmutableMap<String, float[]> redrawn) {
    Stream<Weight> generated() {
      return network.weights().values().stream()
          .filter(weight -> weight.source() instanceof WeightSource.Generated);
    }

    float[] values(Weight weight) {
      return weights.getOrDefault(weight.name(), new float[0]);
    }
  }

  DiagnosisRun(HyperNet<A> hyperNet, Split data, DiagnosisOptions options) {
    this.hyperNet = hyperNet;
    this.data = data;
    this.options = options;
    this.streams = new RandomStreams(options.seed());
    RandomGenerator random = streams.stream("diagnosed architectures", 0);
    this.specimens =
        Stream.generate(() -> hyperNet.space().sample(random))
            .limit(MOST_DRAWS * (long) options.architectures())
            .filter(architecture -> hasGenerated(hyperNet.space().network(architecture)))
            .limit(options.architectures())
            .map(this::specimen)
            .collect(ImmutableList.toImmutableList());
    checkArgument(
        specimens.size() == options.architectures(),
        "of %s architectures of the space %s have generated weights; diagnose a HyperNet that"
            + " writes some",
        MOST_DRAWS * options.architectures(),
        specimens.size());
  }

  private static boolean hasGenerated(Network network) {
    return network.weights().values().stream()
        .anyMatch(weight -> weight.source() instanceof WeightSource.Generated);
  }

  private Specimen<A> specimen(A architecture) {
    return new Specimen<>(
        architecture,
        hyperNet.space().network(architecture),
        hyperNet.generateWeights(architecture, options.scoring().seed()),
        hyperNet.generateWeights(architecture, options.scoring().seed() + 1));
  }

  HyperNetDiagnosis run() {
    WeightGrid grid = hyperNet.space().weightGrid();
    return new HyperNetDiagnosis(
        specimens.size(),
        mean((specimen, weight) -> likenessOfBlocks(specimen.values(weight), weight, grid)),
        mean((specimen, weight) -> WeightStatistics.effectiveRank(specimen.values(weight), weight)),
        mean(this::likenessOfCounterparts),
        mean(this::likenessOfDraws),
        specimens.stream().mapToDouble(DiagnosisRun::generatedShare).average().orElseThrow(),
        mean(
            (specimen, weight) ->
                Optional.of(WeightStatistics.gain(specimen.values(weight), weight))),
        losses());
  }

  private interface Statistic<A> {
    Optional<Double> of(Specimen<A> specimen, Weight weight);
  }

  /** The mean over all generated weights that have the statistic; 0 if none has. */
  private double mean(Statistic<A> statistic) {
    return specimens.stream()
        .flatMap(
            specimen ->
                specimen.generated().flatMap(weight -> statistic.of(specimen, weight).stream()))
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }

  private static Optional<Double> likenessOfBlocks(float[] values, Weight weight, WeightGrid grid) {
    return WeightStatistics.likenessOfBlocks(values, weight, grid.outputs());
  }

  private Optional<Double> likenessOfCounterparts(Specimen<A> specimen, Weight weight) {
    List<float[]> others = counterparts(specimen, weight);
    return others.stream()
        .mapToDouble(other -> WeightStatistics.cosine(specimen.values(weight), other))
        .boxed()
        .reduce(Double::sum)
        .map(sum -> sum / others.size());
  }

  private Optional<Double> likenessOfDraws(Specimen<A> specimen, Weight weight) {
    return Optional.of(
        WeightStatistics.cosine(
            specimen.values(weight), specimen.redrawn().getOrDefault(weight.name(), new float[0])));
  }

  private static double generatedShare(Specimen<?> specimen) {
    long generated = specimen.generated().mapToLong(weight -> weight.shape().size()).sum();
    return (double) generated / specimen.network().parameters();
  }

  private HyperNetDiagnosis.Losses losses() {
    RandomGenerator random = streams.stream("random weights", 0);
    return new HyperNetDiagnosis.Losses(
        loss(specimen -> specimen.weights()),
        loss(specimen -> exchanged(specimen, this::foreign)),
        loss(specimen -> exchanged(specimen, this::samePlace)),
        loss(specimen -> exchanged(specimen, this::averaged)),
        loss(
            specimen ->
                exchanged(
                    specimen,
                    (one, weight) -> WeightStatistics.random(one.values(weight), random))));
  }

  private double loss(Function<Specimen<A>, ImmutableMap<String, float[]>> weights) {
    return specimens.stream()
        .mapToDouble(
            specimen ->
                hyperNet
                    .evaluate(
                        specimen.architecture(), weights.apply(specimen), data, options.scoring())
                    .loss())
        .average()
        .orElseThrow();
  }

  private interface Exchange<A> {
    float[] of(Specimen<A> specimen, Weight weight);
  }

  private ImmutableMap<String, float[]> exchanged(Specimen<A> specimen, Exchange<A> exchange) {
    return specimen
        .generated()
        .collect(
            ImmutableMap.toImmutableMap(Weight::name, weight -> exchange.of(specimen, weight)));
  }

  /** The first counterpart in the architectures that follow; its own where there is none. */
  private float[] foreign(Specimen<A> specimen, Weight weight) {
    return counterparts(specimen, weight).stream().findFirst().orElse(specimen.values(weight));
  }

  private float[] samePlace(Specimen<A> specimen, Weight weight) {
    return counterparts(specimen, weight, candidate -> candidate.name().equals(weight.name()))
        .stream()
        .findFirst()
        .orElse(specimen.values(weight));
  }

  private float[] averaged(Specimen<A> specimen, Weight weight) {
    List<float[]> all = new ArrayList<>(counterparts(specimen, weight));
    all.add(specimen.values(weight));
    return WeightStatistics.mean(all);
  }

  private List<float[]> counterparts(Specimen<A> specimen, Weight weight) {
    return counterparts(specimen, weight, candidate -> part(candidate).equals(part(weight)));
  }

  /**
   * What other architectures have in place of a weight, from the architecture behind this one
   * onwards: weights of its shape that match it, in each architecture from another number on.
   */
  private List<float[]> counterparts(
      Specimen<A> specimen, Weight weight, Predicate<Weight> matches) {
    int place = specimens.indexOf(specimen);
    return IntStream.range(1, specimens.size())
        .mapToObj(
            step -> {
              Specimen<A> other = specimens.get((place + step) % specimens.size());
              List<float[]> alike =
                  other
                      .generated()
                      .filter(candidate -> candidate.shape().equals(weight.shape()))
                      .filter(matches)
                      .map(other::values)
                      .collect(Collectors.toCollection(ArrayList::new));
              Collections.rotate(alike, step);
              return alike;
            })
        .flatMap(List::stream)
        .toList();
  }

  /** The part of the network that a weight's name begins with: "block1", "stage0". */
  private static String part(Weight weight) {
    int end = weight.name().indexOf('.');
    checkArgument(end != 0, "weight name %s begins with a dot", weight.name());
    return end < 0 ? weight.name() : weight.name().substring(0, end);
  }
}
