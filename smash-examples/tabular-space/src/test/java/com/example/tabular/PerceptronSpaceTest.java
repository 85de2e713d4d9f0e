package com.example.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Nonlinearity;
import org.smashnas.testing.SpaceVerifier;

class PerceptronSpaceTest {
  private static final PerceptronSpace SPACE = new PerceptronSpace(30, 2);

  @Test
  void itIsASpace() {
    SpaceVerifier.of(SPACE).rebuiltBy(() -> new PerceptronSpace(30, 2)).verify();
  }

  @Test
  void whatIsNotOfTheSpaceIsRefused() {
    assertThatThrownBy(() -> SPACE.network(new Perceptron(List.of(8, 9), Nonlinearity.RELU, false)))
        .hasMessageContaining("widths are [8, 9]; each must be one of [8, 16, 32, 64]");
    assertThatThrownBy(() -> SPACE.network(new Perceptron(List.of(), Nonlinearity.RELU, false)))
        .hasMessageContaining("depth is 0");
    assertThatThrownBy(() -> SPACE.network(new Perceptron(List.of(8), Nonlinearity.ELU, false)))
        .hasMessageContaining("nonlinearity is ELU");
  }

  /** Each layer after the first reads the 30 numbers of the example as well. */
  @Test
  void aSkipWidensEveryMatrixAfterTheFirst() {
    Perceptron plain = new Perceptron(List.of(16, 8), Nonlinearity.GELU, false);
    Perceptron skip = new Perceptron(List.of(16, 8), Nonlinearity.GELU, true);
    assertThat(SPACE.network(plain).multiplyAdds()).isEqualTo(30 * 16 + 16 * 8 + 8 * 2);
    assertThat(SPACE.network(skip).multiplyAdds()).isEqualTo(30 * 16 + 46 * 8 + 38 * 2);
  }
}
