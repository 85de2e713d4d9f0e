package com.example.cells;

import com.google.common.math.Stats;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.search.Search;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Strategies;
import org.smashnas.search.Trial;
import org.smashnas.tf.TensorFlow;

/**
 * The built-in strategies with their defaults on the cells, scored by one HyperNet: the least error
 * and the least loss on all validation digits that 100, 300 and 1,000 trials find. A trial of a
 * race counts whatever part of the digits it takes, as it takes nearly as long. Arguments: the
 * HyperNet's seed, and how many seeds each strategy searches with; by default 0 and 10.
 */
public final class StrategiesBenchmark {
  private static final List<Integer> BUDGETS = List.of(100, 300, 1_000);
  private static final double PROBABILITY = 0.2;
  private static final List<Contender> CONTENDERS =
      List.of(
          new Contender("random", Strategies::random),
          new Contender("perturbBest", trials -> afterRandom(trials, Strategies::perturbBest)),
          new Contender("markovWalk", trials -> afterRandom(trials, Strategies::markovWalk)),
          new Contender("evolution", Strategies::evolution),
          new Contender("annealing", Strategies::annealing),
          new Contender("localSearch", Strategies::localSearch),
          new Contender("nsga2", Strategies::nsga2),
          new Contender("halving", trials -> Strategies.halving(Strategies.random(raced(trials)))));

  private final CellSpace space;
  private final RememberedScores scores;
  private final long seeds;

  private record Contender(String name, IntFunction<SearchStrategy<Cell>> ofTrials) {}

  @FunctionalInterface
  private interface Follower {
    SearchStrategy<Cell> of(int trials, double probability);
  }

  /** The least error in percent, and the least loss. */
  private record Found(double error, double loss) {
    static Found of(List<Evaluation> evaluations) {
      return new Found(
          100 * evaluations.stream().mapToDouble(Evaluation::error).min().orElseThrow(),
          evaluations.stream().mapToDouble(Evaluation::loss).min().orElseThrow());
    }
  }

  private StrategiesBenchmark(CellSpace space, RememberedScores scores, long seeds) {
    this.space = space;
    this.scores = scores;
    this.seeds = seeds;
  }

  private static SearchStrategy<Cell> afterRandom(int trials, Follower follower) {
    return Strategies.<Cell>random(trials / 2).then(follower.of(trials / 2, PROBABILITY));
  }

  /** So many candidates, with a third, a ninth and a 27th of them again, make so many trials. */
  private static int raced(int trials) {
    return trials * 27 / 40;
  }

  /**
   * Prints the table.
   *
   * @param arguments the HyperNet's seed and the number of searches of each strategy, or none
   */
  public static void main(String[] arguments) {
    long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 0;
    long seeds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 10;
    Split digits = Digits.split();
    CellSpace space = new CellSpace(Digits.SHAPE, Digits.CLASSES, 8);
    try (HyperNet<Cell> hyperNet = TensorFlow.hyperNet(space, SearchCells.HYPERNET, seed)) {
      hyperNet.train(
          digits.train(), TrainingOptions.hyperNet().epochs(SearchCells.EPOCHS).seed(seed).build());
      RememberedScores scores = new RememberedScores(hyperNet.scorer(digits));
      new StrategiesBenchmark(space, scores, seeds).print();
    }
  }

  private void print() {
    System.out.println("| error in %, loss | 100 | 300 | 1000 |\n|---|---|---|---|");
    CONTENDERS.forEach(contender -> System.out.println(row(contender)));
    Found least = Found.of(scores.full());
    System.out.printf(
        "least of the %d cells scored: %.2f, %.4f%n",
        scores.full().size(), least.error(), least.loss());
  }

  private String row(Contender contender) {
    Stream<String> cells =
        BUDGETS.stream().map(trials -> cell(contender.ofTrials().apply(trials), trials));
    return cells.collect(Collectors.joining(" | ", "| " + contender.name() + " | ", " |"));
  }

  private String cell(SearchStrategy<Cell> strategy, int trials) {
    List<Found> found =
        LongStream.range(0, seeds).mapToObj(seed -> search(strategy, trials, seed)).toList();
    Stats errors = Stats.of(found.stream().mapToDouble(Found::error));
    Stats losses = Stats.of(found.stream().mapToDouble(Found::loss));
    return String.format(
        Locale.ROOT,
        "%.2f ± %.2f, %.3f ± %.3f",
        errors.mean(),
        errors.sampleStandardDeviation(),
        losses.mean(),
        losses.sampleStandardDeviation());
  }

  private Found search(SearchStrategy<Cell> strategy, int trials, long seed) {
    Search<Cell> search =
        Search.over(space).scoredBy(scores).strategy(strategy).endAfterTrials(trials).seed(seed);
    return Found.of(search.run().sorted().stream().map(Trial::evaluation).toList());
  }
}
