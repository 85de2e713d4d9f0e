package com.example.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Shape;
import org.smashnas.space.Encoding;

class SequenceSpaceTest {
  private static final SequenceSpace SPACE = new SequenceSpace(64, 1, 4);

  /** Samples and perturbations of them, without repetitions. */
  private static Stream<SequenceNetwork> some() {
    RandomGenerator random = new SplittableRandom(0);
    return Stream.generate(() -> SPACE.sample(random))
        .limit(500)
        .flatMap(sample -> Stream.of(sample, SPACE.perturb(sample, 0.3, random)))
        .distinct();
  }

  @Test
  void everyArchitectureHasANetworkAndAnEncodingOfItsOwn() {
    assertThat(some().map(each -> Encoding.of(SPACE.network(each), SPACE.weightGrid())))
        .hasSizeGreaterThan(600)
        .doesNotHaveDuplicates();
  }

  @Test
  void jsonGivesTheArchitectureBack() {
    assertThat(some())
        .allSatisfy(
            each -> assertThat(SPACE.codec().fromJson(SPACE.codec().toJson(each))).isEqualTo(each));
  }

  @Test
  void whatIsNotOfTheSpaceIsRefused() {
    assertThatThrownBy(() -> SPACE.network(new SequenceNetwork(List.of(new Block(4, 1, 8, false)))))
        .hasMessage("kernel of a block is 4; it must be one of [3, 5, 7, 9]");
    assertThatThrownBy(() -> SPACE.network(new SequenceNetwork(List.of())))
        .hasMessageContaining("depth is 0");
  }

  @Test
  void poolsHalveTheLengthAndLeaveTheHeight() {
    Network network =
        SPACE.network(
            new SequenceNetwork(List.of(new Block(9, 4, 8, true), new Block(3, 2, 16, true))));
    assertThat(network.layers().stream().map(Layer::shape).distinct())
        .containsExactly(
            new Shape(1, 64, 1),
            new Shape(1, 64, 8),
            new Shape(1, 32, 8),
            new Shape(1, 32, 16),
            new Shape(1, 16, 16),
            Shape.vector(16),
            Shape.vector(4));
  }
}
