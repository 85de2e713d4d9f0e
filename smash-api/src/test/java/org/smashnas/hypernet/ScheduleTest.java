package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void halfACosineFallsFromOneToZero() {
    Schedule cosine = new Schedule.Cosine();
    assertThat(cosine.factor(0)).isEqualTo(1);
    assertThat(cosine.factor(0.5)).isCloseTo(0.5, within(1e-12));
    assertThat(cosine.factor(1)).isCloseTo(0, within(1e-12));
  }

  @Test
  void stepsFallAtTheirPoints() {
    Schedule steps = new Schedule.Steps(ImmutableList.of(0.5, 0.75), 0.1);
    assertThat(steps.factor(0.49)).isEqualTo(1);
    assertThat(steps.factor(0.5)).isEqualTo(0.1);
    assertThat(steps.factor(0.8)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void aConstantStays() {
    assertThat(new Schedule.Constant().factor(0.7)).isEqualTo(1);
  }

  @Test
  void impossiblePointsAndDropsAreRefused() {
    assertThatThrownBy(() -> new Schedule.Steps(ImmutableList.of(0.5, 0.5), 0.1))
        .hasMessageContaining("[0.5, 0.5]");
    assertThatThrownBy(() -> new Schedule.Steps(ImmutableList.of(1.0), 0.1))
        .hasMessageContaining("[1.0]");
    assertThatThrownBy(() -> new Schedule.Steps(ImmutableList.of(0.5), 0))
        .hasMessageContaining("0.0");
  }
}
