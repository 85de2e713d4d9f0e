package org.smashnas.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;
import org.smashnas.search.Search;
import org.smashnas.search.Strategies;
import org.smashnas.testing.PathSpace.Kind;
import org.smashnas.testing.PathSpace.Path;
import org.smashnas.testing.PathSpace.Step;

class FakeScorerTest {
  private static final PathSpace SPACE = new PathSpace(20);
  private static final Path SHORT = PathSpace.path(new Step(Kind.FULL, 1));

  private static double length(Path path) {
    return path.steps().size() / 20.0;
  }

  private static double error(FakeScorer<Path> scorer, Path path, double fidelity) {
    return scorer.score(path, fidelity).evaluation().error();
  }

  @Test
  void servesASearch() {
    FakeScorer<Path> scorer = FakeScorer.of(SPACE, FakeScorerTest::length);
    var result = Search.over(SPACE).scoredBy(scorer).strategy(Strategies.<Path>random(300)).run();
    assertThat(result.best().error()).isEqualTo(0.05);
    assertThat(scorer.calls()).isBetween(200, 300);
  }

  @Test
  void noiseIsTheSameWhateverWasScoredBefore() {
    FakeScorer<Path> one = FakeScorer.of(SPACE, path -> 0.5).noise(0.1, 3);
    FakeScorer<Path> other = FakeScorer.of(SPACE, path -> 0.5).noise(0.1, 3);
    double first = error(one, SHORT, 1);
    error(other, SPACE.sample(new SplittableRandom(1)), 1);
    assertThat(error(other, SHORT, 1)).isEqualTo(first).isNotEqualTo(0.5);
    assertThat(error(one, SHORT, 0.5)).isNotEqualTo(first);
    assertThat(error(FakeScorer.of(SPACE, path -> 0.5).noise(0.1, 4), SHORT, 1))
        .isNotEqualTo(first);
  }

  @Test
  void noiseHasItsDeviationAndMoreAtLowFidelity() {
    FakeScorer<Path> scorer = FakeScorer.of(SPACE, path -> 0.5).noise(0.05, 3);
    SplittableRandom random = new SplittableRandom(2);
    DescriptiveStatistics full = new DescriptiveStatistics();
    DescriptiveStatistics quarter = new DescriptiveStatistics();
    for (int index = 0; index < 2_000; index++) {
      Path path = SPACE.sample(random);
      if (path.steps().size() > 5) {
        full.addValue(error(scorer, path, 1));
        quarter.addValue(error(scorer, path, 0.25));
      }
    }
    assertThat(full.getMean()).isCloseTo(0.5, within(0.006));
    assertThat(full.getStandardDeviation()).isCloseTo(0.05, within(0.005));
    assertThat(quarter.getStandardDeviation()).isCloseTo(0.1, within(0.01));
  }

  @Test
  void errorsStayInRange() {
    assertThat(error(FakeScorer.of(SPACE, path -> 3), SHORT, 1)).isEqualTo(1);
    assertThat(error(FakeScorer.of(SPACE, path -> -3), SHORT, 1)).isEqualTo(0);
  }

  @Test
  void failsWhereItIsTold() {
    FakeScorer<Path> scorer =
        FakeScorer.of(SPACE, FakeScorerTest::length)
            .failingAt(1)
            .notANumberAt(2)
            .failingFor(path -> path.steps().size() == 2);
    assertThat(error(scorer, SHORT, 1)).isEqualTo(0.05);
    assertThatIllegalStateException()
        .isThrownBy(() -> scorer.score(SHORT, 1))
        .withMessage(
            "the fake scorer fails at call 1, as it was told, for"
                + " {\"steps\":[{\"kind\":\"FULL\",\"kernel\":1}]}");
    assertThat(error(scorer, SHORT, 1)).isNaN();
    assertThatIllegalStateException()
        .isThrownBy(
            () -> scorer.score(PathSpace.path(new Step(Kind.FULL, 1), new Step(Kind.FULL, 3)), 1));
    assertThat(scorer.calls()).isEqualTo(4);
  }

  @Test
  void refusesNegativeNoise() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FakeScorer.of(SPACE, path -> 0).noise(-1, 0))
        .withMessage("noise deviation is -1.0; it must be at least 0");
  }
}
