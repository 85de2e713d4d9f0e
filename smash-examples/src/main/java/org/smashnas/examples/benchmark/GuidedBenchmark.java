package org.smashnas.examples.benchmark;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;
import org.smashnas.data.Split;
import org.smashnas.examples.digits.Digits;
import org.smashnas.examples.digits.DigitsCommand;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.search.Search;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Strategies;
import org.smashnas.search.Trial;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.Encoding;
import org.smashnas.tf.TensorFlow;

/**
 * The gradient-guided walk beside blind strategies on the digits, all from the same random
 * architectures and over the same number of proposals after them. The controls are the guided walk
 * with its gradients blanked, at two probabilities: they choose at random, and differ in nothing
 * else. Arguments: the first seed, seeds, random architectures, proposals after them (by default 0,
 * 5, 50, 60), and a folder to keep the trained HyperNets in, if any.
 */
public final class GuidedBenchmark {
  private static final double PERTURBATION = 0.05;
  private static final double GUIDED_PERTURBATION = 0.1;
  private static final int CANDIDATES = 32;
  private static final int HYPERNET_EPOCHS = 40;
  private static final int GRADIENT_BATCHES = 5;
  private static final String RANDOM = "random";
  private static final String GUIDED = "guidedWalk";

  private final int random;
  private final int proposals;
  private final Optional<Path> folder;
  private final Map<String, List<Found>> found = new LinkedHashMap<>();

  /** The least error in percent and the least loss among all architectures scored. */
  private record Found(double error, double loss) {
    static Found of(List<Trial<MemoryBank>> trials) {
      return new Found(
          100 * trials.stream().mapToDouble(Trial::error).min().orElseThrow(),
          trials.stream().mapToDouble(trial -> trial.evaluation().loss()).min().orElseThrow());
    }
  }

  private GuidedBenchmark(int random, int proposals, Optional<Path> folder) {
    this.random = random;
    this.proposals = proposals;
    this.folder = folder;
  }

  /**
   * Prints the table.
   *
   * @param arguments first seed, seeds, random architectures, proposals after them, folder; or none
   */
  public static void main(String[] arguments) {
    int first = argument(arguments, 0, 0);
    int seeds = argument(arguments, 1, 5);
    GuidedBenchmark benchmark =
        new GuidedBenchmark(
            argument(arguments, 2, 50),
            argument(arguments, 3, 60),
            arguments.length > 4 ? Optional.of(Path.of(arguments[4])) : Optional.empty());
    System.out.printf("%4s %-12s %8s %8s%n", "seed", "strategy", "error", "loss");
    for (long seed = first; seed < first + seeds; seed++) {
      benchmark.run(seed);
    }
    benchmark.summary();
  }

  private static int argument(String[] arguments, int place, int otherwise) {
    return arguments.length > place ? Integer.parseInt(arguments[place]) : otherwise;
  }

  private void run(long seed) {
    Split data = Digits.split(seed);
    try (HyperNet<MemoryBank> hyperNet = hyperNet(data, seed)) {
      ArchitectureSpace<MemoryBank> space = hyperNet.space();
      Scorer<MemoryBank> blind = remembering(space, hyperNet.scorer(data));
      Scorer<MemoryBank> guided =
          hyperNet.scorer(data, ScoringOptions.builder().gradientBatches(GRADIENT_BATCHES).build());
      add(seed, RANDOM, search(space, blind, seed, Strategies.random(random)));
      add(
          seed,
          "perturbBest",
          after(space, blind, seed, Strategies.perturbBest(proposals, PERTURBATION)));
      add(
          seed,
          "markovWalk",
          after(space, blind, seed, Strategies.markovWalk(proposals, PERTURBATION)));
      Scorer<MemoryBank> blanked = blanked(space, blind);
      add(seed, "control 0.05", after(space, blanked, seed, walk(PERTURBATION)));
      add(seed, "control 0.1", after(space, blanked, seed, walk(GUIDED_PERTURBATION)));
      add(seed, GUIDED, after(space, guided, seed, walk(GUIDED_PERTURBATION)));
    }
  }

  private SearchStrategy<MemoryBank> walk(double probability) {
    return Strategies.guidedWalk(proposals, probability, CANDIDATES);
  }

  private HyperNet<MemoryBank> hyperNet(Split data, long seed) {
    MemoryBankSpace space = DigitsCommand.space(data.train());
    Optional<Path> file = folder.map(path -> path.resolve("seed" + seed + ".safetensors"));
    if (file.filter(Files::exists).isPresent()) {
      return TensorFlow.loadHyperNet(space, file.get());
    }
    HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(space, HyperNetArchitecture.paper(), seed);
    hyperNet.train(
        data.train(), TrainingOptions.hyperNet().epochs(HYPERNET_EPOCHS).seed(seed).build());
    file.ifPresent(hyperNet::save);
    return hyperNet;
  }

  /** Scores each architecture once, whichever strategies propose it. */
  private static Scorer<MemoryBank> remembering(
      ArchitectureSpace<MemoryBank> space, Scorer<MemoryBank> scorer) {
    Map<String, Score> scores = new HashMap<>();
    return (architecture, fidelity) ->
        scores.computeIfAbsent(
            space.hash(architecture), hash -> scorer.score(architecture, fidelity));
  }

  private static Scorer<MemoryBank> blanked(
      ArchitectureSpace<MemoryBank> space, Scorer<MemoryBank> scorer) {
    return (architecture, fidelity) -> {
      Score score = scorer.score(architecture, fidelity);
      Encoding encoding = Encoding.of(space.network(architecture), space.weightGrid());
      return new Score(
          score.evaluation(),
          score.predictions(),
          Optional.of(
              new ConditionGradients(
                  encoding, score.evaluation().loss(), ImmutableMap.of(), ImmutableMap.of())));
    };
  }

  private Found after(
      ArchitectureSpace<MemoryBank> space,
      Scorer<MemoryBank> scorer,
      long seed,
      SearchStrategy<MemoryBank> strategy) {
    return search(space, scorer, seed, Strategies.<MemoryBank>random(random).then(strategy));
  }

  private static Found search(
      ArchitectureSpace<MemoryBank> space,
      Scorer<MemoryBank> scorer,
      long seed,
      SearchStrategy<MemoryBank> strategy) {
    return Found.of(
        Search.over(space).scoredBy(scorer).strategy(strategy).seed(seed).run().trials());
  }

  private void add(long seed, String strategy, Found result) {
    found.computeIfAbsent(strategy, name -> new ArrayList<>()).add(result);
    print(Long.toString(seed), strategy, result.error(), result.loss());
  }

  private void summary() {
    found.forEach(
        (strategy, results) ->
            print(
                "mean",
                strategy,
                statistics(results, Found::error).getMean(),
                statistics(results, Found::loss).getMean()));
    found.keySet().stream()
        .filter(strategy -> !strategy.equals(RANDOM) && !strategy.equals(GUIDED))
        .forEach(this::compare);
  }

  private void compare(String strategy) {
    System.out.printf(
        Locale.ROOT,
        "guidedWalk minus %s, paired, with 95 %% interval: error %s points, loss %s%n",
        strategy,
        difference(strategy, Found::error),
        difference(strategy, Found::loss));
  }

  private String difference(String strategy, ToDoubleFunction<Found> measure) {
    DescriptiveStatistics differences = new DescriptiveStatistics();
    List<Found> guided = found.getOrDefault(GUIDED, List.of());
    List<Found> other = found.getOrDefault(strategy, List.of());
    for (int index = 0; index < guided.size(); index++) {
      differences.addValue(
          measure.applyAsDouble(guided.get(index)) - measure.applyAsDouble(other.get(index)));
    }
    double error = differences.getStandardDeviation() / Math.sqrt((double) differences.getN());
    double half =
        differences.getN() < 2
            ? Double.NaN
            : error * new TDistribution(differences.getN() - 1).inverseCumulativeProbability(0.975);
    return String.format(
        Locale.ROOT,
        "%.4f (%.4f to %.4f)",
        differences.getMean(),
        differences.getMean() - half,
        differences.getMean() + half);
  }

  private static DescriptiveStatistics statistics(
      List<Found> results, ToDoubleFunction<Found> measure) {
    return new DescriptiveStatistics(results.stream().mapToDouble(measure).toArray());
  }

  private static void print(String seed, String strategy, double error, double loss) {
    System.out.printf(Locale.ROOT, "%4s %-12s %8.2f %8.4f%n", seed, strategy, error, loss);
  }
}
