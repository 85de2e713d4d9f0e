package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.smashnas.space.ArchitectureCodec;

class MemoryBankCodecTest {
  @Test
  void theHandWrittenJsonIsThatOfTheRecord() {
    ArchitectureCodec<MemoryBank> expected = ArchitectureCodec.ofRecord(MemoryBank.class);
    SplittableRandom random = new SplittableRandom(4);
    for (int setting = 0; setting < 100; setting++) {
      MemoryBankSpace space = new RandomSettings(random).next();
      MemoryBank drawn = space.sample(random);
      String json = space.codec().toJson(drawn);
      assertThat(json).isEqualTo(expected.toJson(drawn));
      assertThat(space.codec().fromJson(json)).isEqualTo(drawn);
    }
  }

  @Test
  void comparesWithAPartOfAText() {
    MemoryBankSpace space = MemoryBankSpace.builder().input(32, 32, 3).classes(10).build();
    ArchitectureCodec<MemoryBank> codec = space.codec();
    MemoryBank drawn = space.sample(new SplittableRandom(4));
    String json = codec.toJson(drawn);
    String line = "{\"architecture\":" + json + "}";
    int start = line.length() - 1 - json.length();
    int end = line.length() - 1;
    assertThat(codec.isJson(drawn, line, start, end)).isTrue();
    assertThat(codec.isJson(drawn, line, start, end - 1)).isFalse();
    assertThat(codec.isJson(drawn, line, start, end + 1)).isFalse();
    assertThat(codec.isJson(drawn, line, start + 1, end)).isFalse();
    assertThat(codec.isJson(drawn, json.substring(0, 100), 0, 100)).isFalse();
    for (int place = start; place < end; place++) {
      String changed = line.substring(0, place) + "7" + line.substring(place + 1);
      assertThat(codec.isJson(drawn, changed, start, end))
          .as("with a 7 at %s", place)
          .isEqualTo(changed.equals(line));
    }
  }
}
