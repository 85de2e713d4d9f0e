package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Condition;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.Encoding;
import org.smashnas.space.WeightGrid;

class ConditionGradientsTest {
  private static final WeightGrid GRID =
      new WeightGrid(2, 2, 1, ConditionFields.builder().field("mark", 12).build());
  private static final ConditionGradients GRADIENTS =
      new ConditionGradients(
          encoding(marks(0, 1, 2), marks(3, 4, 5), marks(6, 7, 8)),
          1,
          ImmutableMap.of(),
          ImmutableMap.of("w0", new Removal(1, 10), "w1", new Removal(-2, 20)));

  private static ImmutableList<Integer> marks(Integer... marks) {
    return ImmutableList.copyOf(marks);
  }

  /** A chain of weights named by their places, each with one slice of marks. */
  @SafeVarargs
  private static Encoding encoding(ImmutableList<Integer>... weights) {
    Network.Builder network = Network.builder(new Shape(2, 2, 2));
    Layer layer = network.input();
    for (int index = 0; index < weights.length; index++) {
      Condition condition = Condition.of(Arrays.asList(weights[index]));
      Weight weight = Weight.generated("w" + index, WeightShape.matrix(2, 2), condition);
      layer = network.add(weight.name(), Convolution.of(weight), layer);
    }
    return Encoding.of(network.build(layer), GRID);
  }

  @Test
  void whatIsKeptIsNotRemoved() {
    assertThat(GRADIENTS.expectedRemoval(GRADIENTS.encoding())).isEqualTo(Removal.NOTHING);
  }

  @Test
  void aDroppedWeightCountsWholeThoughTheLaterOnesAreNumberedAnew() {
    assertThat(GRADIENTS.expectedRemoval(encoding(marks(0, 1, 2), marks(6, 7, 8))))
        .isEqualTo(new Removal(-2, 20));
    assertThat(GRADIENTS.expectedRemoval(encoding(marks(3, 4, 5), marks(6, 7, 8))))
        .isEqualTo(new Removal(1, 10));
  }

  @Test
  void whatIsAddedCountsAsNoChange() {
    assertThat(
            GRADIENTS.expectedRemoval(
                encoding(marks(9, 10, 11), marks(0, 1, 2), marks(3, 4, 5), marks(6, 7, 8))))
        .isEqualTo(Removal.NOTHING);
  }

  @Test
  void aChangedWeightCountsByTheShareOfItsMarksThatIsGone() {
    Removal removal =
        GRADIENTS.expectedRemoval(encoding(marks(0, 1, 2), marks(3, 4, 9), marks(6, 7, 8)));
    assertThat(removal.firstOrder()).isCloseTo(-2.0 / 3, Offset.offset(1e-12));
    assertThat(removal.secondOrder()).isCloseTo(20.0 / 3, Offset.offset(1e-12));
  }

  @Test
  void aWeightOfOtherMarksIsAnother() {
    assertThat(
            GRADIENTS.expectedRemoval(encoding(marks(0, 1, 2), marks(9, 10, 11), marks(6, 7, 8))))
        .isEqualTo(new Removal(-2, 20));
  }

  @Test
  void aWeightOfUnknownRemovalCountsAsNoChange() {
    assertThat(GRADIENTS.expectedRemoval(encoding(marks(0, 1, 2), marks(3, 4, 5))))
        .isEqualTo(Removal.NOTHING);
  }
}
