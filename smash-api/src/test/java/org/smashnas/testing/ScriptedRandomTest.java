package org.smashnas.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.smashnas.testing.PathSpace.Kind;
import org.smashnas.testing.PathSpace.Step;

class ScriptedRandomTest {
  @Test
  void leadsToTheCaseWanted() {
    ScriptedRandom random = new ScriptedRandom().thenInt(1, 1, 0, 0, 1);
    assertThat(new PathSpace().sample(random))
        .isEqualTo(PathSpace.path(new Step(Kind.GROUPED, 1), new Step(Kind.FULL, 3)));
    random.assertUsedUp();
  }

  @Test
  void drawsEachKindInOrder() {
    ScriptedRandom random =
        new ScriptedRandom()
            .thenInt(-3, 4)
            .thenDouble(0.5, -2, 7)
            .thenLong(9, 3)
            .thenBoolean(true)
            .thenDouble(0.25, 1.5);
    assertThat(random.nextInt()).isEqualTo(-3);
    assertThat(random.nextInt(4, 5)).isEqualTo(4);
    assertThat(random.nextDouble()).isEqualTo(0.5);
    assertThat(random.nextGaussian()).isEqualTo(-2);
    assertThat(random.nextGaussian(5, 1)).isEqualTo(7);
    assertThat(random.nextLong()).isEqualTo(9);
    assertThat(random.nextLong(4)).isEqualTo(3);
    assertThat(random.nextBoolean()).isTrue();
    assertThat(random.nextFloat()).isEqualTo(0.25f);
    assertThat(random.nextDouble(1, 2)).isEqualTo(1.5);
    random.assertUsedUp();
  }

  @Test
  void saysWhatWasAskedWhenTheScriptHasRunOut() {
    ScriptedRandom random = new ScriptedRandom().thenInt(1);
    assertThat(random.nextInt(2)).isEqualTo(1);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> random.nextInt(7))
        .withMessage("draw 1 was asked for by nextInt(7), but the script has only 1");
  }

  @Test
  void refusesADrawOfAnotherKindOrOutOfRange() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> new ScriptedRandom().thenInt(1).nextDouble())
        .withMessage(
            "draw 0 was asked for by nextDouble(), but the script has the Integer 1 there");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> new ScriptedRandom().thenInt(5).nextInt(5))
        .withMessage(
            "draw 0 was asked for by nextInt(5), but the script has 5 there, which is not from 0 to"
                + " below 5");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> new ScriptedRandom().thenDouble(1).nextDouble());
  }

  @Test
  void saysWhatIsLeft() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> new ScriptedRandom().thenInt(4).thenBoolean(false).assertUsedUp())
        .withMessage("0 draws were made; the script goes on with [4, false]");
  }
}
