package org.smashnas.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final int ARCHITECTURES = 80;

  /**
   * Normal truth and predictions of a known correlation: Kendall's τ is then 2 / π · asin(ρ)
   * (Greiner's relation).
   */
  private static Rankings normal(long seed, double correlation, int hyperNetSeeds) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] truth = random.doubles(ARCHITECTURES).map(u -> random.nextGaussian()).toArray();
    double[][] good =
        IntStream.range(0, hyperNetSeeds)
            .mapToObj(each -> correlated(truth, correlation, random))
            .toArray(double[][]::new);
    double[][] useless = {correlated(truth, 0, random)};
    return new Rankings(
        ImmutableList.of("good", "useless"),
        new double[][][] {good, useless},
        new double[][] {truth},
        random.doubles(ARCHITECTURES).toArray(),
        hyperNetSeeds);
  }

  private static double[] correlated(double[] truth, double correlation, SplittableRandom random) {
    double rest = Math.sqrt(1 - correlation * correlation);
    return Arrays.stream(truth)
        .map(value -> correlation * value + rest * random.nextGaussian())
        .toArray();
  }

  private static double tau(double correlation) {
    return 2 / Math.PI * Math.asin(correlation);
  }

  private static Bootstrap run(Rankings rankings, int resamples, long seed) {
    return Bootstrap.run(RankStatistics.DEFAULT, rankings, resamples, seed);
  }

  private static boolean covers(Estimate estimate, double value) {
    return estimate.low() <= value && value <= estimate.high();
  }

  @Test
  void intervalsCoverTheTruthAboutAsOftenAsTheySay() {
    int studies = 150;
    int covered = 0;
    int coveredUseless = 0;
    int coveredDifference = 0;
    for (int study = 0; study < studies; study++) {
      Bootstrap bootstrap = run(normal(study, 0.6, 1), 200, study);
      covered += covers(bootstrap.predictors().get("good").get("kendallTau"), tau(0.6)) ? 1 : 0;
      coveredUseless += covers(bootstrap.predictors().get("useless").get("spearman"), 0) ? 1 : 0;
      Estimate difference = bootstrap.differences().get("good").get("useless").get("kendallTau");
      coveredDifference += covers(difference, tau(0.6)) ? 1 : 0;
    }
    // 95 % of 150 is 142.5, its deviation 2.7.
    assertThat(covered).isBetween(131, 150);
    assertThat(coveredUseless).isBetween(131, 150);
    assertThat(coveredDifference).isBetween(131, 150);
  }

  @Test
  void seedsThatDifferMakeIntervalsWider() {
    double[] truth = IntStream.range(0, ARCHITECTURES).asDoubleStream().toArray();
    double[] same = correlated(truth, 0.01, new SplittableRandom(5));
    double[] reverse = Arrays.stream(same).map(value -> -value).toArray();
    Rankings rankings =
        new Rankings(
            ImmutableList.of("steady", "fickle"),
            new double[][][] {{same, same}, {same, reverse}},
            new double[][] {truth},
            new double[ARCHITECTURES],
            2);
    Bootstrap bootstrap = run(rankings, 300, 1);
    Estimate steady = bootstrap.predictors().get("steady").get("kendallTau");
    Estimate fickle = bootstrap.predictors().get("fickle").get("kendallTau");
    assertThat(fickle.value()).isZero();
    // Half of the resamples draw one seed twice.
    assertThat(fickle.low()).isLessThan(-Math.abs(steady.value()) * 0.8);
    assertThat(fickle.high()).isGreaterThan(Math.abs(steady.value()) * 0.8);
  }

  @Test
  void differencesArePaired() {
    Rankings rankings = normal(7, 0.6, 1);
    double[] good = rankings.predictions()[0][0];
    double[] almost = good.clone();
    almost[3] += 0.1;
    Rankings twins =
        new Rankings(
            ImmutableList.of("one", "other"),
            new double[][][] {{good}, {almost}},
            rankings.truths(),
            rankings.parameters(),
            1);
    Bootstrap bootstrap = run(twins, 200, 2);
    Estimate single = bootstrap.predictors().get("one").get("kendallTau");
    Estimate difference = bootstrap.differences().get("one").get("other").get("kendallTau");
    assertThat(difference.high() - difference.low())
        .isLessThan((single.high() - single.low()) / 10);
  }

  @Test
  void theCeilingIsTheMeanOverPairsOfTruths() {
    SplittableRandom random = new SplittableRandom(8);
    double[] quality = random.doubles(ARCHITECTURES).map(u -> random.nextGaussian()).toArray();
    double[][] truths =
        IntStream.range(0, 3)
            .mapToObj(seed -> correlated(quality, 0.9, random))
            .toArray(double[][]::new);
    Rankings rankings =
        new Rankings(
            ImmutableList.of("quality"),
            new double[][][] {{quality}},
            truths,
            new double[ARCHITECTURES],
            1);
    Estimate ceiling = run(rankings, 200, 3).ceiling().get("kendallTau");
    double expected =
        (RankCorrelation.kendall(truths[0], truths[1])
                + RankCorrelation.kendall(truths[0], truths[2])
                + RankCorrelation.kendall(truths[1], truths[2]))
            / 3;
    assertThat(ceiling.value()).isCloseTo(expected, within(1e-12));
    assertThat(ceiling.low()).isLessThan(expected);
    assertThat(ceiling.high()).isGreaterThan(expected);
    assertThat(run(normal(1, 0.5, 1), 100, 1).ceiling()).isEmpty();
  }

  @Test
  void equalSeedsGiveEqualIntervalsAndOthersDoNot() {
    Rankings rankings = normal(9, 0.6, 3);
    assertThat(run(rankings, 100, 4).predictors()).isEqualTo(run(rankings, 100, 4).predictors());
    assertThat(run(rankings, 100, 4).predictors()).isNotEqualTo(run(rankings, 100, 5).predictors());
  }
}
