package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.hypernet.Precision;

/** How a loss scale goes on. */
class LossScaleTest {
  private static LossScale after(LossScale scale, boolean... finite) {
    LossScale next = scale;
    for (boolean one : finite) {
      next = next.after(one);
    }
    return next;
  }

  @Test
  void onlyFloat16NeedsOne() {
    assertThat(LossScale.of(Precision.FLOAT32)).isEmpty();
    assertThat(LossScale.of(Precision.MIXED_BFLOAT16)).isEmpty();
    assertThat(LossScale.of(Precision.MIXED_FLOAT16)).contains(new LossScale(32768, 0, 2000));
  }

  @Test
  void itDoublesAfterAnIntervalOfFiniteStepsAndCountsAnew() {
    LossScale start = new LossScale(8, 0, 3);
    assertThat(after(start, true, true)).isEqualTo(new LossScale(8, 2, 3));
    assertThat(after(start, true, true, true)).isEqualTo(new LossScale(16, 0, 3));
    assertThat(after(start, true, true, true, true)).isEqualTo(new LossScale(16, 1, 3));
  }

  @Test
  void itIsHalvedAfterAnOverflowAndCountsAnew() {
    assertThat(after(new LossScale(8, 2, 3), false)).isEqualTo(new LossScale(4, 0, 3));
    assertThat(after(new LossScale(8, 2, 3), false, true)).isEqualTo(new LossScale(4, 1, 3));
  }

  @Test
  void itIsNeverBelowOne() {
    assertThat(after(new LossScale(2, 0, 3), false, false)).isEqualTo(new LossScale(1, 0, 3));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0, 3", "NaN, 0, 3", "Infinity, 0, 3", "8, -1, 3", "8, 3, 3", "8, 0, 0"})
  void whatNoTrainingLeavesIsRefused(double factor, int finiteSteps, int growthInterval) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LossScale(factor, finiteSteps, growthInterval))
        .withMessageContaining("loss scale");
  }

  @Test
  void skippedStepsDoNotCount() {
    OptimizerProgress start = OptimizerProgress.start(Optional.of(new LossScale(8, 0, 3)));
    OptimizerProgress next = start.after(true).after(false).after(true);
    assertThat(next).isEqualTo(new OptimizerProgress(2, Optional.of(new LossScale(4, 1, 3))));
    assertThat(next.lossFactor()).isEqualTo(4);
    assertThat(OptimizerProgress.start(Optional.empty()).lossFactor()).isEqualTo(1);
  }
}
