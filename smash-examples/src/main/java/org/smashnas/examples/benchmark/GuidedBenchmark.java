package org.smashnas.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;
import org.smashnas.data.Split;
import org.smashnas.examples.digits.Digits;
import org.smashnas.examples.digits.DigitsCommand;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Strategies;
import org.smashnas.search.Trial;
import org.smashnas.tf.TensorFlow;

/**
 * The gradient-guided walk beside blind strategies on the digits, all from the same random
 * architectures and over the same number of scored ones. Arguments: seeds, random architectures,
 * architectures after them (by default 5, 50, 100).
 */
public final class GuidedBenchmark {
  private static final double PERTURBATION = 0.05;
  private static final int CANDIDATES = 16;
  private static final int HYPERNET_EPOCHS = 40;
  private static final int GRADIENT_BATCHES = 2;

  private final int random;
  private final int guided;
  private final List<Row> rows = new ArrayList<>();

  /** The best errors that the strategies found with one seed. */
  private record Row(double start, double perturbed, double walked, double guided) {}

  private GuidedBenchmark(int random, int guided) {
    this.random = random;
    this.guided = guided;
  }

  /**
   * Prints the table.
   *
   * @param arguments seeds, random architectures, architectures after them, or nothing
   */
  public static void main(String[] arguments) {
    int seeds = argument(arguments, 0, 5);
    GuidedBenchmark benchmark =
        new GuidedBenchmark(argument(arguments, 1, 50), argument(arguments, 2, 100));
    System.out.printf(
        "%6s %10s %12s %12s %12s%n", "seed", "random", "perturbBest", "markovWalk", "guidedWalk");
    for (long seed = 0; seed < seeds; seed++) {
      benchmark.run(seed);
    }
    benchmark.summary();
  }

  private static int argument(String[] arguments, int place, int otherwise) {
    return arguments.length > place ? Integer.parseInt(arguments[place]) : otherwise;
  }

  private void run(long seed) {
    Split data = Digits.split(seed);
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.hyperNet(DigitsCommand.space(data.train()), seed)) {
      hyperNet.train(
          data.train(), TrainingOptions.hyperNet().epochs(HYPERNET_EPOCHS).seed(seed).build());
      Scorer<MemoryBank> scorer =
          hyperNet.scorer(data, ScoringOptions.builder().gradientBatches(GRADIENT_BATCHES).build());
      Row row =
          new Row(
              best(hyperNet, scorer, seed, Strategies.random(random)),
              after(hyperNet, scorer, seed, Strategies.perturbBest(guided, PERTURBATION)),
              after(hyperNet, scorer, seed, Strategies.markovWalk(guided, PERTURBATION)),
              after(
                  hyperNet, scorer, seed, Strategies.guidedWalk(guided, PERTURBATION, CANDIDATES)));
      rows.add(row);
      print(Long.toString(seed), row);
    }
  }

  private double after(
      HyperNet<MemoryBank> hyperNet,
      Scorer<MemoryBank> scorer,
      long seed,
      SearchStrategy<MemoryBank> strategy) {
    return best(hyperNet, scorer, seed, Strategies.<MemoryBank>random(random).then(strategy));
  }

  /** The validation error of the best architecture, in percent. */
  private static double best(
      HyperNet<MemoryBank> hyperNet,
      Scorer<MemoryBank> scorer,
      long seed,
      SearchStrategy<MemoryBank> strategy) {
    SearchResult<MemoryBank> result =
        Search.over(hyperNet.space()).scoredBy(scorer).strategy(strategy).seed(seed).run();
    Trial<MemoryBank> best = result.best();
    return 100 * best.error();
  }

  private void summary() {
    print(
        "mean",
        new Row(
            mean(rows.stream().mapToDouble(Row::start).toArray()),
            mean(rows.stream().mapToDouble(Row::perturbed).toArray()),
            mean(rows.stream().mapToDouble(Row::walked).toArray()),
            mean(rows.stream().mapToDouble(Row::guided).toArray())));
    DescriptiveStatistics difference =
        new DescriptiveStatistics(
            rows.stream().mapToDouble(row -> row.guided() - row.walked()).toArray());
    System.out.printf(
        Locale.ROOT,
        "guidedWalk minus markovWalk, paired: %.2f points, standard error %.2f%n",
        difference.getMean(),
        difference.getStandardDeviation() / Math.sqrt(rows.size()));
  }

  private static double mean(double[] values) {
    return new DescriptiveStatistics(values).getMean();
  }

  private static void print(String name, Row row) {
    System.out.printf(
        Locale.ROOT,
        "%6s %10.2f %12.2f %12.2f %12.2f%n",
        name,
        row.start(),
        row.perturbed(),
        row.walked(),
        row.guided());
  }
}
