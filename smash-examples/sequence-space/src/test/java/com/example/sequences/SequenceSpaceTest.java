package com.example.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Shape;
import org.smashnas.testing.SpaceVerifier;

class SequenceSpaceTest {
  private static final SequenceSpace SPACE = new SequenceSpace(64, 1, 4);

  @Test
  void itIsASpace() {
    SpaceVerifier.of(SPACE).rebuiltBy(() -> new SequenceSpace(64, 1, 4)).verify();
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
