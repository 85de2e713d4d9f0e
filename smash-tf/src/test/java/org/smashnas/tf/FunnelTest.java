package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.funnel.Contender;
import org.smashnas.funnel.Funnel;
import org.smashnas.funnel.FunnelPlan;
import org.smashnas.funnel.FunnelResult;
import org.smashnas.funnel.Rung;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.network.Nonlinearity;
import org.smashnas.search.Constraint;
import org.smashnas.search.Objective;
import org.smashnas.search.Trial;
import org.smashnas.tf.MlpSpace.Mlp;

/** From scores to a trained network, on real networks. */
class FunnelTest {
  private static final MlpSpace SPACE = new MlpSpace();

  /** Scores 12, trains 4 of them to step 8, one to its end at 24. */
  private static final FunnelPlan PLAN =
      new FunnelPlan(12, ImmutableList.of(new Rung(4, 1.0 / 3), new Rung(1, 1)));

  private static final Constraint<Mlp> LIMIT = Constraint.under(Objective.parameters(), 110);

  @TempDir private Path folder;

  private Funnel<Mlp> funnel() {
    return funnel(SuccessiveHalvingTest.TRAINING);
  }

  private Funnel<Mlp> funnel(TrainingOptions training) {
    return Funnel.over(SPACE)
        .scoredBy(Scorer.byParameters(SPACE))
        .minimise(Objective.loss())
        .networks(SuccessiveHalvingTest::network)
        .training(SuccessiveHalvingTest.SPLIT, training)
        .subjectTo(LIMIT)
        .seed(3)
        .plan(PLAN)
        .folder(folder.resolve("funnel"));
  }

  private static long parameters(Mlp architecture) {
    return SPACE.derivedNetwork(architecture).parameters();
  }

  @Test
  void theBestScoredThatMeetTheLimitAreTrained() {
    FunnelResult<Mlp> found = funnel().run();
    List<Mlp> feasible =
        found.candidates().distinct().stream()
            .filter(Trial::isFeasible)
            .map(Trial::architecture)
            .toList();
    assertThat(feasible).hasSize(12).allMatch(architecture -> parameters(architecture) <= 110);
    assertThat(found.candidates().trials()).anyMatch(trial -> !trial.isFeasible());
    assertThat(found.contenders().stream().map(Contender::architecture))
        .containsExactlyInAnyOrderElementsOf(feasible.subList(0, 4));
    assertThat(found.best().network()).get().matches(Files::isRegularFile);
    assertThat(found.contenders().stream().filter(there -> there.network().isPresent())).hasSize(1);
  }

  @Test
  void knownNetworksAreTrainedWhateverTheyAre() {
    Mlp mine = new Mlp(9, 9, Nonlinearity.TANH);
    assertThat(parameters(mine)).isGreaterThan(110);
    FunnelResult<Mlp> found = funnel().startingFrom(List.of(mine)).run();
    assertThat(found.contenders()).hasSize(4).anyMatch(there -> there.architecture().equals(mine));
  }

  @Test
  void withoutAScorerTheFirstDrawnAreTrained() {
    FunnelResult<Mlp> found =
        Funnel.over(SPACE)
            .networks(SuccessiveHalvingTest::network)
            .training(SuccessiveHalvingTest.SPLIT, SuccessiveHalvingTest.TRAINING)
            .plan(new FunnelPlan(0, PLAN.rungs()))
            .folder(folder)
            .run();
    assertThat(found.contenders()).hasSize(4);
    assertThat(found.candidates().distinct()).hasSize(4);
  }

  @Test
  void oneThatIsStoppedAgainAndAgainEndsAlikeByItsPlan() throws IOException {
    Duration time = Duration.ofSeconds(2);
    int stops = 0;
    Optional<FunnelResult<Mlp>> result = Optional.empty();
    while (result.isEmpty()) {
      int[] asked = {0};
      // Prices are measured on four networks before anything is kept.
      int most = Files.exists(folder.resolve("funnel/plan.json")) ? 30 : 1_000;
      try {
        result =
            Optional.of(
                funnel(
                        TrainingOptions.derived()
                            .from(SuccessiveHalvingTest.TRAINING)
                            .cancelWhen(() -> ++asked[0] > most)
                            .build())
                    .within(time)
                    .run());
      } catch (CancellationException cancelled) {
        stops++;
      }
    }
    assertThat(stops).isPositive();
    FunnelResult<Mlp> found = result.get();
    Files.move(folder.resolve("funnel"), folder.resolve("first"));
    FunnelPlan plan = found.plan();
    FunnelResult<Mlp> again = funnel().plan(plan).run();
    assertThat(again.contenders())
        .usingRecursiveComparison()
        .ignoringFields("network")
        .isEqualTo(found.contenders());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> funnel().within(time.plusSeconds(1)).folder(folder.resolve("first")).run())
        .withMessageContaining("a plan for 2.0 s, but the funnel is to take 3.0 s");
  }

  @Test
  void limitsThatNothingMeetsAreAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> funnel().subjectTo(Constraint.under(Objective.parameters(), 1)).run())
        .withMessageContaining("none of 1200 architectures drawn met the limits");
  }

  @Test
  void aTimeTooShortForATrainingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> funnel().within(Duration.ofNanos(1)).run())
        .withMessageContaining("one training takes about");
  }

  @Test
  void whatWasNotSetIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Funnel.over(SPACE).folder(folder).run())
        .withMessageContaining("no networks");
  }
}
