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
}
