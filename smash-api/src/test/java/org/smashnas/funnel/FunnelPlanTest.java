package org.smashnas.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FunnelPlanTest {

  /** 8 to a ninth cost 8/9, two of them to a third 4/9, one of these to the end 6/9. */
  @Test
  void aPlanOfTwoTrainingsIsThatByHand() {
    FunnelPlan plan = FunnelPlan.ofTrainings(2.05, 90, 0);
    assertThat(plan.rungs())
        .containsExactly(new Rung(8, 1.0 / 9), new Rung(2, 1.0 / 3), new Rung(1, 1));
    assertThat(plan.trainings()).isCloseTo(2, within(1e-12));
  }

  @Test
  void withoutStepsForARungItIsTheTraining() {
    assertThat(FunnelPlan.ofTrainings(5, 29, 0).rungs()).containsExactly(new Rung(5, 1));
    assertThat(FunnelPlan.ofTrainings(1, 1_000, 0).rungs()).containsExactly(new Rung(1, 1));
  }

  @Test
  void notMoreAreTrainedThanScored() {
    assertThat(FunnelPlan.ofTrainings(100, 1_000, 20).rungs().get(0).architectures()).isEqualTo(20);
  }

  @Property(tries = 200)
  void plansSpendWhatTheyMayAndLittleLess(
      @ForAll @DoubleRange(min = 1, max = 60) double trainings,
      @ForAll @LongRange(min = 1, max = 100_000) long steps) {
    FunnelPlan plan = FunnelPlan.ofTrainings(trainings, steps, 0);
    assertThat(plan.trainings()).isLessThanOrEqualTo(trainings).isGreaterThan(trainings - 1.5);
  }

  @Property(tries = 200)
  void plansTakeNoLongerThanTheTime(
      @ForAll @IntRange(min = 1, max = 20_000) int seconds,
      @ForAll @DoubleRange(min = 0.01, max = 2) double score,
      @ForAll @DoubleRange(min = 0, max = 1) double start,
      @ForAll @DoubleRange(min = 0.01, max = 0.2) double step) {
    long steps = 10 * Math.round(seconds / 60.0 / step / 10) + 1;
    Prices prices = new Prices(score, start, step);
    Duration time = Duration.ofSeconds(seconds);
    Assume.that(prices.training(steps) <= seconds);
    FunnelPlan plan = FunnelPlan.within(time, prices, steps);
    assertThat(plan.time(prices, steps)).isLessThanOrEqualTo(time.plusMillis(1));
    assertThat(plan.scored() == 0 || plan.scored() >= 2 * plan.rungs().get(0).architectures())
        .isTrue();
  }

  /** 100 s are 5 trainings; a fifth of the time scores 200, the rest trains. */
  @Test
  void aFifthOfTheTimeIsForScores() {
    FunnelPlan plan = FunnelPlan.within(Duration.ofSeconds(100), new Prices(0.1, 0, 0.02), 1_000);
    assertThat(plan.scored()).isEqualTo(200);
    assertThat(plan.trainings()).isBetween(3.5, 4.0);
    assertThat(plan.toString()).startsWith("score 200; train ").contains(" trainings in all");
  }

  /** The starts cost as much as the steps, so half as much is left for these. */
  @Test
  void startsAreCounted() {
    FunnelPlan plan = FunnelPlan.within(Duration.ofSeconds(200), new Prices(0, 5, 0.005), 1_000);
    int starts = plan.rungs().stream().mapToInt(Rung::architectures).sum();
    assertThat(5 * starts + 5 * plan.trainings()).isBetween(180.0, 200.0);
    assertThat(plan.time(new Prices(0, 5, 0.005), 1_000).toMillis() / 1000.0)
        .isCloseTo(5 * starts + 5 * plan.trainings(), within(0.01));
  }

  @Test
  void dearScoresAreLeftOut() {
    assertThat(FunnelPlan.within(Duration.ofSeconds(100), new Prices(10, 0, 0.02), 1_000).scored())
        .isZero();
  }

  @Test
  void impossiblePlansAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FunnelPlan.ofTrainings(0.9, 100, 0))
        .withMessageContaining("0.9 trainings");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FunnelPlan.within(Duration.ofSeconds(19), new Prices(1, 0, 0.2), 100))
        .withMessageContaining("one training takes about 20 s, and 19 s may be spent");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FunnelPlan(3, ImmutableList.of(new Rung(4, 1))))
        .withMessageContaining("3 architectures are scored, but 4 trained");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FunnelPlan(0, ImmutableList.of()))
        .withMessageContaining("no rungs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rung(0, 1))
        .withMessageContaining("0 architectures");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rung(1, 1.5))
        .withMessageContaining("1.5 of the training");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Prices(-1, 0, 1))
        .withMessageContaining("-1.0 s");
  }
}
