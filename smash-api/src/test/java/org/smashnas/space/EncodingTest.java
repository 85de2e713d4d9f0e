package org.smashnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Condition;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;

class EncodingTest {
  /** Two rows by two outputs a cell, two positions, three features. */
  private static final WeightGrid GRID =
      new WeightGrid(
          2, 2, 2, ConditionFields.builder().field("which", 2).field("slice", 1).build());

  /** The first weight takes 2 slices and 1 position, the second 1 slice and 2 positions. */
  private static Network network() {
    Condition first = Condition.of(List.of(List.of(0), List.of(0, 2)));
    Condition second = Condition.of(List.of(List.of(1)));
    Network.Builder network = Network.builder(new Shape(4, 4, 3));
    Layer stem =
        network.add(
            "stem", Convolution.of(Weight.own("stem", WeightShape.matrix(3, 3))), network.input());
    Layer one =
        convolution(network, Weight.generated("one", WeightShape.matrix(3, 1), first), stem);
    return network.build(
        convolution(network, Weight.generated("two", WeightShape.matrix(1, 4), second), one));
  }

  private static Layer convolution(Network.Builder network, Weight weight, Layer input) {
    return network.add(weight.name(), Convolution.of(weight), input);
  }

  private static Network generating(WeightShape shape, Condition condition) {
    Network.Builder network = Network.builder(new Shape(4, 4, shape.inputs()));
    return network.build(
        convolution(network, Weight.generated("w", shape, condition), network.input()));
  }

  @Test
  void generatedWeightsLieOneAfterTheOther() {
    Encoding encoding = Encoding.of(network(), GRID);
    assertThat(encoding.slices()).isEqualTo(3);
    assertThat(encoding.weights())
        .extracting(placement -> placement.weight().name(), Encoding.Placement::firstSlice)
        .containsExactly(tuple("one", 0), tuple("two", 2));
  }

  @Test
  void marksArePlusOneOverTheWidthOfTheirWeightAndMinusOneElsewhere() {
    float[] values = new float[20];
    FloatBuffer target = FloatBuffer.wrap(values);
    target.position(1);
    Encoding.of(network(), GRID).write(target);
    assertThat(target.position()).isEqualTo(19);
    assertThat(values)
        .containsExactly(
            0, //
            1, -1, -1, -1, -1, -1, //
            1, -1, 1, -1, -1, -1, //
            -1, 1, -1, -1, 1, -1, //
            0);
  }

  @Test
  void aBufferTooSmallIsRefused() {
    Encoding encoding = Encoding.of(network(), GRID);
    assertThatExceptionOfType(BufferOverflowException.class)
        .isThrownBy(() -> encoding.write(FloatBuffer.allocate(17)));
  }

  @Test
  void aWeightWiderThanTheGridIsRefused() {
    Network wide = generating(WeightShape.matrix(2, 5), Condition.of(List.of(List.of(0))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Encoding.of(wide, GRID))
        .withMessageContainingAll("weight w", "1x1x2x5", "2 positions of 2");
  }

  @Test
  void aConditionOfOtherLengthThanItsWeightIsRefused() {
    Network longer = generating(WeightShape.matrix(3, 2), Condition.of(List.of(List.of(0))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Encoding.of(longer, GRID))
        .withMessageContainingAll("weight w", "1x1x3x2", "condition of 1 slices", "needs 2");
  }

  @Test
  void aMarkBeyondTheFieldsIsRefused() {
    Network beyond = generating(WeightShape.matrix(2, 2), Condition.of(List.of(List.of(3))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Encoding.of(beyond, GRID))
        .withMessageContainingAll("weight w", "feature 3", "end at 2");
  }

  @Test
  void aNetworkWithNothingToGenerateHasAnEmptyEncoding() {
    Encoding encoding = Encoding.of(network().withSharedWeights(), GRID);
    assertThat(encoding.weights()).isEmpty();
    assertThat(encoding.slices()).isZero();
  }

  @Test
  void theGridRoundsSlicesAndPositionsUp() {
    assertThat(GRID.slices(new WeightShape(3, 3, 1, 4))).isEqualTo(5);
    assertThat(GRID.positions(new WeightShape(3, 3, 1, 3))).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WeightGrid(0, 2, 2, GRID.fields()))
        .withMessageContaining("rows 0");
  }
}
