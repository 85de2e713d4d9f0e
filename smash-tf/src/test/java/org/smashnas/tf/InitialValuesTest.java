package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;

/** The weights that training starts from. */
class InitialValuesTest {
  private static final WeightShape VECTOR = WeightShape.vector(5);

  @ParameterizedTest
  @CsvSource({"3, 3, 4, 16", "1, 1, 30, 7", "1, 1, 8, 8", "1, 1, 1, 1", "1, 1, 9, 1"})
  void columnsOfATallMatrixAreOrthonormal(int height, int width, int inputs, int outputs) {
    WeightShape shape = new WeightShape(height, width, inputs, outputs);
    float[] values = orthogonal(shape, 1);
    for (int first = 0; first < outputs; first++) {
      for (int second = 0; second < outputs; second++) {
        double product = 0;
        for (int row = 0; row < shape.rows(); row++) {
          product += (double) values[row * outputs + first] * values[row * outputs + second];
        }
        assertThat(product).isCloseTo(first == second ? 1 : 0, within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 4, 16", "3, 3, 1, 40", "1, 1, 1, 9"})
  void rowsOfAWideMatrixAreOrthonormal(int height, int width, int inputs, int outputs) {
    WeightShape shape = new WeightShape(height, width, inputs, outputs);
    float[] values = orthogonal(shape, 1);
    for (int first = 0; first < shape.rows(); first++) {
      for (int second = 0; second < shape.rows(); second++) {
        double product = 0;
        for (int column = 0; column < outputs; column++) {
          product += (double) values[first * outputs + column] * values[second * outputs + column];
        }
        assertThat(product).isCloseTo(first == second ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void equalSeedsGiveEqualMatrices() {
    WeightShape shape = WeightShape.matrix(6, 5);
    assertThat(orthogonal(shape, 1)).isEqualTo(orthogonal(shape, 1));
    assertThat(orthogonal(shape, 2)).isNotEqualTo(orthogonal(shape, 1));
  }

  private static float[] orthogonal(WeightShape shape, long seed) {
    return InitialValues.orthogonal(shape, new SplittableRandom(seed));
  }

  @Test
  void normsStartWithScaleOneAndOffsetZero() {
    BatchNorm norm = new BatchNorm("norm", Weight.own("scale", VECTOR), Weight.own("off", VECTOR));
    assertThat(initial(norm, norm.scale())).containsOnly(1);
    assertThat(initial(norm, norm.offset())).containsOnly(0);
  }

  @Test
  void biasesStartAtZero() {
    Weight bias = Weight.own("bias", VECTOR);
    Dense dense = new Dense(Weight.own("matrix", WeightShape.matrix(3, 5)), Optional.of(bias));
    assertThat(initial(dense, bias)).containsOnly(0);
    assertThat(initial(dense, dense.matrix())).doesNotContain(0);
  }

  @Test
  void aBiasThatIsNormalisedHasADirectionFromTheStart() {
    Weight bias = new Weight("bias", VECTOR, WeightSource.own(), true);
    Dense dense = new Dense(Weight.own("matrix", WeightShape.matrix(3, 5)), Optional.of(bias));
    assertThat(initial(dense, bias)).doesNotContain(0);
  }

  private static float[] initial(Operation operation, Weight weight) {
    return InitialValues.of(operation, weight, weight.shape(), new SplittableRandom(1));
  }
}
