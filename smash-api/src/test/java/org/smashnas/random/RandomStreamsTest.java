package org.smashnas.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomStreamsTest {
  private final RandomStreams streams = new RandomStreams(7);

  @Test
  void aStreamStartsTheSameWhereverItIsAskedFor() {
    assertThat(streams.stream("a", 3).nextLong())
        .isEqualTo(new RandomStreams(7).stream("a", 3).nextLong());
  }

  @Test
  void seedRoleAndNumberEachMakeAnotherStream() {
    long drawn = streams.stream("a", 3).nextLong();
    assertThat(streams.stream("a", 4).nextLong()).isNotEqualTo(drawn);
    assertThat(streams.stream("b", 3).nextLong()).isNotEqualTo(drawn);
    assertThat(new RandomStreams(8).stream("a", 3).nextLong()).isNotEqualTo(drawn);
  }

  @Test
  void theNumbersDoNotDriftAcrossJvms() {
    assertThat(streams.stream("sampling", 0).nextLong()).isEqualTo(-3333628354325777242L);
  }
}
