package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Removal;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.network.Condition;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.Encoding;
import org.smashnas.space.Encoding.Placement;
import org.smashnas.space.WeightGrid;

class GuidedStrategyTest {
  private static final PartsSpace SPACE = new PartsSpace();
  private static final int STEPS = 12;

  /** A choice of parts, one bit each. */
  record Parts(int bits) {}

  /** Each part is a generated weight; every third part raises the loss, the others lower it. */
  private static final class PartsSpace implements ArchitectureSpace<Parts> {
    private static final int PARTS = 24;

    static double cost(int part) {
      return part % 3 == 0 ? 0.02 : -0.01;
    }

    static IntStream parts(Parts architecture) {
      return IntStream.range(0, PARTS).filter(part -> (architecture.bits() >> part & 1) == 1);
    }

    @Override
    public String id() {
      return "parts";
    }

    @Override
    public Parts sample(RandomGenerator random) {
      return new Parts(1 + random.nextInt((1 << PARTS) - 1));
    }

    @Override
    public Parts perturb(Parts architecture, double probability, RandomGenerator random) {
      int bits = architecture.bits();
      for (int part = 0; part < PARTS; part++) {
        bits ^= random.nextDouble() < probability ? 1 << part : 0;
      }
      return bits == 0 ? architecture : new Parts(bits);
    }

    @Override
    public void validate(Parts architecture) {
      checkArgument(architecture.bits() > 0, "parts has bits %s; set one", architecture.bits());
    }

    @Override
    public Network network(Parts architecture) {
      Network.Builder network = Network.builder(new Shape(1, 1, 1));
      Layer layer = network.input();
      int place = 0;
      for (int part : parts(architecture).toArray()) {
        Condition condition = Condition.of(List.of(List.of(part)));
        Weight weight = Weight.generated("w" + place++, WeightShape.matrix(1, 1), condition);
        layer = network.add(weight.name(), Convolution.of(weight), layer);
      }
      return network.build(layer);
    }

    @Override
    public WeightGrid weightGrid() {
      return new WeightGrid(1, 1, 1, ConditionFields.builder().field("part", PARTS).build());
    }

    @Override
    public ArchitectureCodec<Parts> codec() {
      return ArchitectureCodec.ofRecord(Parts.class);
    }
  }

  private static double loss(Parts architecture) {
    return 0.5 + PartsSpace.parts(architecture).mapToDouble(PartsSpace::cost).sum();
  }

  private static Score blind(Parts architecture, double fidelity) {
    double loss = loss(architecture);
    return new Score(new Evaluation(0.5, 0.5, loss), Optional.empty());
  }

  private static Score guided(Parts architecture, double fidelity) {
    return withRemovals(architecture, fidelity, 1);
  }

  private static Score blanked(Parts architecture, double fidelity) {
    return withRemovals(architecture, fidelity, 0);
  }

  private static Score withRemovals(Parts architecture, double fidelity, double share) {
    Encoding encoding = Encoding.of(SPACE.network(architecture), SPACE.weightGrid());
    ImmutableMap.Builder<String, Removal> removals = ImmutableMap.builder();
    for (Placement placement : encoding.weights()) {
      int part = placement.condition().slices().get(0).first();
      removals.put(placement.weight().name(), new Removal(-share * PartsSpace.cost(part), 0));
    }
    return new Score(
        blind(architecture, fidelity).evaluation(),
        Optional.empty(),
        Optional.of(
            new ConditionGradients(
                encoding, loss(architecture), ImmutableMap.of(), removals.buildOrThrow())));
  }

  private static ImmutableList<Trial<Parts>> run(Scorer<Parts> scorer, long seed) {
    return Search.over(SPACE)
        .scoredBy(scorer)
        .strategy(Strategies.<Parts>random(5).then(Strategies.guidedWalk(STEPS, 0.1, 8)))
        .seed(seed)
        .run()
        .trials();
  }

  private static double leastLoss(Scorer<Parts> scorer, long seed) {
    return run(scorer, seed).stream()
        .mapToDouble(trial -> trial.evaluation().loss())
        .min()
        .orElseThrow();
  }

  @Test
  void findsMoreWithTrueGradientsThanWithNone() {
    double guided = 0;
    double blanked = 0;
    for (int seed = 0; seed < 30; seed++) {
      guided += leastLoss(GuidedStrategyTest::guided, seed) / 30;
      blanked += leastLoss(GuidedStrategyTest::blanked, seed) / 30;
    }
    assertThat(guided).isLessThan(blanked - 0.02);
  }

  @Test
  void walksFromTheLeastLossToSmallerOnes() {
    for (int seed = 0; seed < 5; seed++) {
      ImmutableList<Trial<Parts>> trials = run(GuidedStrategyTest::guided, seed);
      Trial<Parts> place = trials.get(0);
      for (Trial<Parts> trial : trials) {
        if (trial.number() >= 5) {
          assertThat(trial.proposal().parent()).isEqualTo(OptionalLong.of(place.number()));
        }
        if (trial.evaluation().loss() < place.evaluation().loss()) {
          place = trial;
        }
      }
    }
  }

  @Test
  void scoresNothingTwice() {
    for (int seed = 0; seed < 5; seed++) {
      assertThat(run(GuidedStrategyTest::guided, seed))
          .hasSize(5 + STEPS)
          .noneMatch(Trial::reused)
          .extracting(Trial::architecture)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void saysHowToGetTheGradientsThatAreMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> run(GuidedStrategyTest::blind, 0))
        .withMessageContaining("has no gradients")
        .withMessageContaining("gradientBatches");
  }
}
