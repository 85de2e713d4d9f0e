package org.smashnas.study;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How predictions agree with one truth; what only the truth decides is computed once. */
final class Agreement {
  private final RankStatistics statistics;
  private final double[] truth;
  private final double[] sortedTruth;
  private final double[] truthRanks;
  private final double[] parameterRanks;
  private final double truthWithParameters;
  private final int[] betterHalf;
  private final int[] best30;

  Agreement(RankStatistics statistics, double[] truth, double[] parameters) {
    this.statistics = statistics;
    this.truth = truth;
    this.sortedTruth = TopRanks.sorted(truth);
    this.truthRanks = RankCorrelation.ranks(truth);
    this.parameterRanks = RankCorrelation.ranks(parameters);
    this.truthWithParameters = RankCorrelation.spearman(truthRanks, parameterRanks);
    this.betterHalf = best(50);
    this.best30 = best(30);
  }

  /** The places of a part with the best truth, rounded up, and of those equal to its last. */
  private int[] best(int percent) {
    double least = TopRanks.best(sortedTruth, (percent * truth.length + 99) / 100);
    return IntStream.range(0, truth.length).filter(index -> truth[index] >= least).toArray();
  }

  /** The statistics of predictions, the higher the better, in the order of their names. */
  double[] of(double[] predictions) {
    double[] ranks = RankCorrelation.ranks(predictions);
    double spearman = RankCorrelation.spearman(ranks, truthRanks);
    double withParameters = RankCorrelation.spearman(ranks, parameterRanks);
    TopRanks top = new TopRanks(predictions, truth, sortedTruth);
    DoubleStream correlations =
        DoubleStream.of(
            RankCorrelation.kendall(predictions, truth),
            kendallWithin(betterHalf, predictions),
            kendallWithin(best30, predictions),
            spearman);
    DoubleStream tops =
        DoubleStream.concat(
            statistics.regretAt().stream().mapToDouble(top::regretAt),
            statistics.precisionAt().stream().mapToDouble(top::precisionAt));
    double partial = RankCorrelation.partial(spearman, withParameters, truthWithParameters);
    return DoubleStream.concat(correlations, DoubleStream.concat(tops, DoubleStream.of(partial)))
        .toArray();
  }

  private double kendallWithin(int[] places, double[] predictions) {
    return RankCorrelation.kendall(at(places, predictions), at(places, truth));
  }

  static double[] at(int[] places, double[] values) {
    return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
  }
}
