package org.smashnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.smashnas.space.ConditionFields.Field;

class ConditionFieldsTest {
  private static ConditionFields fields() {
    return ConditionFields.builder().field("block", 2).field("reads", 4).field("last", 1).build();
  }

  @Test
  void fieldsFollowOneAnotherWithoutGapOrOverlap() {
    assertThat(fields().fields().values())
        .containsExactly(
            new Field("block", 0, 2), new Field("reads", 2, 4), new Field("last", 6, 1));
    assertThat(fields().size()).isEqualTo(7);
  }

  @Test
  void marksLieInTheirFields() {
    ConditionFields.Marks marks =
        fields().marks().mark("block", 1).markAll("reads", List.of(0, 3)).mark("last", 0);
    assertThat(marks.features()).containsExactly(1, 2, 5, 6);
  }

  @Test
  void equalDeclarationsAreEqual() {
    assertThat(fields()).isEqualTo(fields()).hasSameHashCodeAs(fields());
    assertThat(fields())
        .isNotEqualTo(ConditionFields.builder().field("block", 2).build())
        .isNotEqualTo(
            ConditionFields.builder().field("reads", 4).field("block", 2).field("last", 1).build());
  }

  @Test
  void anUnknownFieldOrValueIsRefused() {
    ConditionFields.Marks marks = fields().marks();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> marks.mark("colour", 0))
        .withMessageContainingAll("colour", "block, reads, last");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> marks.mark("reads", 4))
        .withMessageContainingAll("reads", "no value 4", "0 to 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> marks.markAll("block", List.of(0, -1)))
        .withMessageContainingAll("block", "no value -1");
  }

  @Test
  void aWrongDeclarationIsRefused() {
    ConditionFields.Builder builder = ConditionFields.builder().field("a", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.field("a", 2))
        .withMessageContainingAll("a", "twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.field("b", 0))
        .withMessageContainingAll("b", "size 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConditionFields.builder().build())
        .withMessageContaining("no fields");
  }
}
