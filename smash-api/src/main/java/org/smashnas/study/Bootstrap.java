package org.smashnas.study;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;
import org.smashnas.random.RandomStreams;

/*
 * Percentile intervals (Efron 1979) of two crossed factors, each resampled with replacement: Owen,
 * "The pigeonhole bootstrap", Annals of Applied Statistics 1, 2007. A resample draws HyperNet seeds,
 * then architectures, which are the same for all its seeds: every seed predicts the same ones, and
 * drawing them anew for each seed would average away what the choice of architectures adds. It is
 * also the same for all predictors, which makes their differences paired.
 *
 * A statistic of a resample is that of a sample that holds an architecture as often as it was drawn.
 */

/** Estimates with intervals from one set of resamples. */
final class Bootstrap {
  private static final double LOW = 2.5;
  private static final double HIGH = 97.5;

  private final RankStatistics statistics;
  private final Rankings rankings;
  private final double[][] values;
  private final double[][][] resampled;

  private Bootstrap(
      RankStatistics statistics, Rankings rankings, double[][] values, double[][][] resampled) {
    this.statistics = statistics;
    this.rankings = rankings;
    this.values = values;
    this.resampled = resampled;
  }

  static Bootstrap run(RankStatistics statistics, Rankings rankings, int resamples, long seed) {
    int architectures = rankings.architectures();
    int seeds = rankings.hyperNetSeeds();
    RandomStreams streams = new RandomStreams(seed);
    double[][][] resampled = new double[resamples][][];
    for (int resample = 0; resample < resamples; resample++) {
      RandomGenerator random = streams.stream("bootstrap", resample);
      int[] drawnSeeds = random.ints(seeds, 0, seeds).toArray();
      int[] drawn = random.ints(architectures, 0, architectures).toArray();
      resampled[resample] = rankings.statistics(statistics, drawnSeeds, drawn);
    }
    double[][] values =
        rankings.statistics(
            statistics,
            IntStream.range(0, seeds).toArray(),
            IntStream.range(0, architectures).toArray());
    return new Bootstrap(statistics, rankings, values, resampled);
  }

  ImmutableMap<String, ImmutableMap<String, Estimate>> predictors() {
    ImmutableMap.Builder<String, ImmutableMap<String, Estimate>> predictors =
        ImmutableMap.builder();
    ImmutableList<String> names = rankings.names();
    for (int predictor = 0; predictor < names.size(); predictor++) {
      predictors.put(names.get(predictor), estimates(predictor));
    }
    return predictors.buildOrThrow();
  }

  /** Of each predictor minus each later one. */
  ImmutableMap<String, ImmutableMap<String, ImmutableMap<String, Estimate>>> differences() {
    ImmutableMap.Builder<String, ImmutableMap<String, ImmutableMap<String, Estimate>>> differences =
        ImmutableMap.builder();
    ImmutableList<String> names = rankings.names();
    for (int first = 0; first < names.size() - 1; first++) {
      ImmutableMap.Builder<String, ImmutableMap<String, Estimate>> later = ImmutableMap.builder();
      for (int second = first + 1; second < names.size(); second++) {
        later.put(names.get(second), differences(first, second));
      }
      differences.put(names.get(first), later.buildOrThrow());
    }
    return differences.buildOrThrow();
  }

  /** Of the seeds of the truth; empty if it has one. */
  ImmutableMap<String, Estimate> ceiling() {
    int row = rankings.names().size();
    return row < values.length ? estimates(row) : ImmutableMap.of();
  }

  private ImmutableMap<String, Estimate> estimates(int row) {
    return byName(statistic -> estimate(sample -> sample[row][statistic]));
  }

  private ImmutableMap<String, Estimate> differences(int first, int second) {
    return byName(
        statistic -> estimate(sample -> sample[first][statistic] - sample[second][statistic]));
  }

  private ImmutableMap<String, Estimate> byName(IntFunction<Estimate> estimates) {
    ImmutableMap.Builder<String, Estimate> byName = ImmutableMap.builder();
    ImmutableList<String> names = statistics.names();
    for (int statistic = 0; statistic < names.size(); statistic++) {
      byName.put(names.get(statistic), estimates.apply(statistic));
    }
    return byName.buildOrThrow();
  }

  /** Of a number that is read from the statistics of a sample. */
  private Estimate estimate(ToDoubleFunction<double[][]> number) {
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(Arrays.stream(resampled).mapToDouble(number).toArray());
    return new Estimate(
        number.applyAsDouble(values), percentile.evaluate(LOW), percentile.evaluate(HIGH));
  }
}
