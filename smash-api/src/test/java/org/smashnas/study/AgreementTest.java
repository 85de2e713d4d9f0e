package org.smashnas.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;

/** Statistics against what their definitions say, looked up pair by pair and order by order. */
class AgreementTest {
  private static final Offset<Double> ROUNDING = within(1e-9);
  private static final RankStatistics STATISTICS =
      new RankStatistics(ImmutableList.of(1, 2, 4), ImmutableList.of(1, 3));

  /** Few values, so that ties abound. */
  @Provide
  Arbitrary<List<Integer>> tiedValues() {
    return Arbitraries.integers().between(0, 9).list().ofMinSize(30).ofMaxSize(90);
  }

  private static double naiveTau(double[] x, double[] y) {
    double difference = 0;
    double untiedX = 0;
    double untiedY = 0;
    for (int first = 0; first < x.length; first++) {
      for (int second = 0; second < first; second++) {
        double signX = Math.signum(x[first] - x[second]);
        double signY = Math.signum(y[first] - y[second]);
        difference += signX * signY;
        untiedX += signX * signX;
        untiedY += signY * signY;
      }
    }
    return untiedX == 0 || untiedY == 0 ? 0 : difference / Math.sqrt(untiedX * untiedY);
  }

  private static double naiveTauWhere(double least, double[] x, double[] y) {
    int[] places = IntStream.range(0, y.length).filter(index -> y[index] >= least).toArray();
    return naiveTau(
        Arrays.stream(places).mapToDouble(place -> x[place]).toArray(),
        Arrays.stream(places).mapToDouble(place -> y[place]).toArray());
  }

  private static double[] naiveRanks(double[] values) {
    return Arrays.stream(values)
        .map(
            value ->
                Arrays.stream(values).filter(other -> other < value).count()
                    + (Arrays.stream(values).filter(other -> other == value).count() + 1) / 2.0)
        .toArray();
  }

  private static double[] centered(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(value -> value - mean).toArray();
  }

  private static double dot(double[] first, double[] second) {
    return IntStream.range(0, first.length).mapToDouble(i -> first[i] * second[i]).sum();
  }

  /** What is left of values once a straight line in a control is taken away. */
  private static double[] residual(double[] values, double[] control) {
    double slope = dot(values, control) / dot(control, control);
    return IntStream.range(0, values.length)
        .mapToDouble(index -> values[index] - slope * control[index])
        .toArray();
  }

  private static double cosine(double[] first, double[] second) {
    double lengths = Math.sqrt(dot(first, first) * dot(second, second));
    return lengths < 1e-9 ? 0 : dot(first, second) / lengths;
  }

  @Property(seed = "1", tries = 200)
  void correlationsAreThoseOfTheirDefinitions(@ForAll("tiedValues") List<Integer> values) {
    int size = values.size() / 3;
    double[] x = part(values, 0, size);
    double[] y = part(values, size, size);
    double[] control = part(values, 2 * size, size);
    double[] found = new Agreement(STATISTICS, y, control).of(x);
    double[] sorted = y.clone();
    Arrays.sort(sorted);
    assertThat(found[0]).isCloseTo(naiveTau(x, y), ROUNDING);
    double median = sorted[size - (size + 1) / 2];
    assertThat(found[1]).isCloseTo(naiveTauWhere(median, x, y), ROUNDING);
    double best30 = sorted[size - (int) Math.ceil(0.3 * size - 1e-9)];
    assertThat(found[2]).isCloseTo(naiveTauWhere(best30, x, y), ROUNDING);
    double[] ranksX = centered(naiveRanks(x));
    double[] ranksY = centered(naiveRanks(y));
    assertThat(found[3]).isCloseTo(cosine(ranksX, ranksY), ROUNDING);
    double[] ranksZ = centered(naiveRanks(control));
    double partial =
        dot(ranksZ, ranksZ) == 0
            ? cosine(ranksX, ranksY)
            : cosine(residual(ranksX, ranksZ), residual(ranksY, ranksZ));
    assertThat(found[found.length - 1]).isCloseTo(partial, within(1e-6));
  }

  private static double[] part(List<Integer> values, int start, int size) {
    return values.subList(start, start + size).stream().mapToDouble(value -> value).toArray();
  }

  @Provide
  Arbitrary<List<Integer>> fewValues() {
    return Arbitraries.integers().between(0, 3).list().ofSize(12);
  }

  @Property(seed = "2", tries = 40)
  void tiesCountAsTheMeanOverAllTheirOrders(@ForAll("fewValues") List<Integer> values) {
    double[] predictions = part(values, 0, 6);
    double[] truth = part(values, 6, 6);
    TopRanks top = new TopRanks(predictions, truth, TopRanks.sorted(truth));
    for (int k = 1; k <= 6; k++) {
      double[] means = meansOverOrders(predictions, truth, k);
      assertThat(top.regretAt(k)).isCloseTo(means[0], ROUNDING);
      assertThat(top.precisionAt(k)).isCloseTo(means[1], ROUNDING);
    }
  }

  /** Each of the 720 orders of the architectures, sorted by a stable sort. */
  private static double[] meansOverOrders(double[] predictions, double[] truth, int k) {
    double[] sorted = truth.clone();
    Arrays.sort(sorted);
    double regret = 0;
    double precision = 0;
    int orders = 0;
    for (List<Integer> order : permutations()) {
      List<Double> chosen =
          order.stream()
              .sorted(Comparator.comparingDouble(index -> -predictions[index]))
              .limit(k)
              .map(index -> truth[index])
              .toList();
      regret += sorted[5] - chosen.stream().mapToDouble(value -> value).max().orElseThrow();
      precision += chosen.stream().filter(value -> value >= sorted[6 - k]).count() / (double) k;
      orders++;
    }
    return new double[] {regret / orders, precision / orders};
  }

  private static Iterable<List<Integer>> permutations() {
    return Collections2.permutations(Lists.newArrayList(0, 1, 2, 3, 4, 5));
  }

  @Example
  void handExamplesAreRight() {
    double[] truth = {10, 20, 30, 40, 50};
    double[] parameters = {1, 1, 1, 1, 2};
    // One of ten pairs is tied by the prediction, one is in the wrong order: 8 - 1 of √(9 · 10).
    double[] found = new Agreement(STATISTICS, truth, parameters).of(new double[] {1, 1, 3, 5, 4});
    assertThat(found[0]).isCloseTo(7 / Math.sqrt(90), ROUNDING);
    // 30, 40, 50 and the two best.
    assertThat(found[1]).isCloseTo(1.0 / 3, ROUNDING);
    assertThat(found[2]).isEqualTo(-1);
    assertThat(Arrays.copyOfRange(found, 4, 9))
        .as("regret at 1, 2, 4, precision at 1, 3")
        .containsExactly(10, 0, 0, 0, 1);
  }

  @Example
  void constantsTellNothing() {
    double[] truth = {1, 2, 3, 4, 5};
    double[] constant = new double[5];
    double[] found = new Agreement(STATISTICS, truth, truth).of(constant);
    assertThat(found).startsWith(0, 0, 0, 0).endsWith(0.0);
    assertThat(found[4]).as("the mean regret of a random pick").isCloseTo(2, ROUNDING);
    assertThat(found[7]).as("chance to pick the best").isCloseTo(0.2, ROUNDING);
  }

  @Example
  void theControlItselfSaysNothingBeyondItself() {
    SplittableRandom random = new SplittableRandom(3);
    double[] truth = random.doubles(50).toArray();
    double[] parameters = random.doubles(50).toArray();
    double[] stretched = Arrays.stream(parameters).map(Math::exp).toArray();
    double[] found = new Agreement(STATISTICS, truth, parameters).of(stretched);
    assertThat(found[found.length - 1]).isZero();
  }

  @Example
  void namesAreInTheOrderOfTheNumbers() {
    assertThat(STATISTICS.names())
        .containsExactly(
            "kendallTau",
            "kendallTauBetterHalf",
            "kendallTauBest30",
            "spearman",
            "regretAt1",
            "regretAt2",
            "regretAt4",
            "precisionAt1",
            "precisionAt3",
            "partialSpearman");
  }
}
