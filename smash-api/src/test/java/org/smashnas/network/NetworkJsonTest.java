package org.smashnas.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkJsonTest {
  private static final String JSON = Networks.withEverything().toJson();

  @Test
  void aNetworkComesBackFromItsJson() {
    Network read = Network.fromJson(JSON);
    assertThat(read).isEqualTo(Networks.withEverything());
    assertThat(read.toJson()).isEqualTo(JSON);
    assertThat(read.weights()).isEqualTo(Networks.withEverything().weights());
  }

  @Test
  void theHashDoesNotDrift() {
    assertThat(Networks.withEverything().hash())
        .isEqualTo("41e3f887dd9d81e5dea258510b9ac3a9a2d77c8df4d0da68a02d233311371bc4");
  }

  /** What is replaced, by what, and what the message must contain, parts split by a bar. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"stride\":1 ; \"stride\":1,\"colour\":7 ; layers.operation|colour",
        "\"stride\":1, ; '' ; layers.operation.stride|Missing",
        "\"stride\":1 ; \"stride\":1,\"stride\":2 ; Duplicate field 'stride'",
        "\"stride\":1 ; \"stride\":null ; layers.operation.stride|null",
        "\"stride\":1 ; \"stride\":\"1\" ; layers.operation.stride|\"1\"",
        "\"stride\":1 ; \"stride\":1.0 ; layers.operation.stride|1.0",
        "\"stride\":1 ; \"stride\":0 ; layers.operation|stride 0",
        "\"type\":\"zero\" ; \"type\":\"nothing\" ; layers.operation|'nothing'",
        "\"type\":\"zero\" ; \"type\":\"java.lang.Thread\" ; layers.operation|'java.lang.Thread'",
        "\"type\":\"zero\" ; \"type\":\"org.smashnas.network.Operation$Zero\" ; Operation$Zero'",
        "\"type\":\"zero\" ; \"@class\":\"java.lang.Thread\" ; layers.operation|'type'",
        "\"type\":\"own\" ; \"type\":\"input\" ; source|'input'",
        "\"operation\":{\"type\":\"zero\"} ; \"operation\":null ; layers.operation|Null",
        "\"type\":\"zero\" ; \"type\":\"input\" ; layer zero|Network.builder",
        "[\"active\",\"zero\"] ; [\"active\",null] ; layers.inputs|null",
        "[\"active\",\"zero\"] ; [\"active\",\"nobody\"] ; layer nobody",
        "[\"active\",\"zero\"] ; [\"active\",\"product\"] ; layer product|before its readers",
        "\"name\":\"zero\" ; \"name\":\"active\" ; layer name active is taken",
        "\"name\":\"zero\" ; \"name\":5 ; layers.name|5",
        "\"output\":\"logits\" ; \"output\":\"nobody\" ; layer nobody",
        "\"normalised\":true ; \"normalised\":1 ; normalised|1",
        "\"nonlinearity\":\"SILU\" ; \"nonlinearity\":\"SWISH\" ; nonlinearity|SWISH",
        "\"nonlinearity\":\"SILU\" ; \"nonlinearity\":0 ; nonlinearity|0",
        "\"inputs\":2,\"outputs\":8 ; \"inputs\":3,\"outputs\":8 ; layer conv|3x3x3x8|8x8x4",
        "[0,3] ; [-1,3] ; condition|-1",
      })
  void whatIsNotExactlyANetworkIsRefusedWithPlaceAndValue(
      String part, String replacement, String message) {
    assertThat(JSON).contains(part);
    String broken = JSON.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.fromJson(broken))
        .satisfies(error -> assertThat(error).hasMessageContainingAll(message.split("\\|")));
  }

  @Test
  void textAfterTheEndAndTornTextAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.fromJson(JSON + " {}"))
        .withMessageContaining("Trailing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.fromJson(JSON.substring(0, JSON.length() / 2)))
        .withMessageContainingAll("network JSON", "line 1 column");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.fromJson("null"))
        .withMessageContaining("network JSON is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.fromJson(""))
        .withMessageContaining("network JSON");
  }
}
