package org.smashnas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
  private final StrictJson json = StrictJson.create();

  record Inner(long count, double rate, boolean on) {}

  record Outer(String name, ImmutableList<Inner> inner, Optional<Inner> extra) {}

  private static final String TEXT =
      "{\"name\":\"a\",\"inner\":[{\"count\":1,\"rate\":0.5,\"on\":true}],\"extra\":null}";

  @Test
  void aRecordComesBackAsItWas() {
    Outer outer =
        new Outer("a", ImmutableList.of(new Inner(1, 0.5, true)), Optional.<Inner>empty());
    assertThat(json.write(outer)).isEqualTo(TEXT);
    assertThat(json.read(TEXT, Outer.class, "thing")).isEqualTo(outer);
    assertThat(json.read(json.writePretty(outer), Outer.class, "thing")).isEqualTo(outer);
  }

  @Test
  void equalMapsAreWrittenAsEqualTexts() {
    assertThat(json.write(ImmutableMap.of("b", 1, "a", 2)))
        .isEqualTo(json.write(ImmutableMap.of("a", 2, "b", 1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"name\":\"a\" ; \"name\":5",
        "\"name\":\"a\" ; \"name\":0.5",
        "\"name\":\"a\" ; \"name\":true",
        "\"name\":\"a\" ; \"name\":null",
        "\"count\":1 ; \"count\":\"1\"",
        "\"count\":1 ; \"count\":1.5",
        "\"count\":1 ; \"count\":true",
        "\"count\":1 ; \"count\":null",
        "\"count\":1 ; \"count\":99999999999999999999",
        "\"rate\":0.5 ; \"rate\":\"0.5\"",
        "\"on\":true ; \"on\":\"true\"",
        "\"on\":true ; \"on\":1",
        "\"on\":true ; \"on\":true,\"off\":false",
        ",\"extra\":null ; ''",
        "[{ ; [null,{",
      })
  void aValueOfAnotherKindIsRefusedWithItsPlace(String part, String replacement) {
    assertThat(TEXT).contains(part);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> json.read(TEXT.replace(part, replacement), Outer.class, "thing"))
        .withMessageMatching("(?s)thing JSON, at \\w+(\\[\\d+\\])?(\\.\\w+)* \\(line 1 column.*");
  }
}
