package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeHeapTest {
  private static final int BLOCK = 64 << 10;
  private static final int BLOCKS = 4_000;

  @Test
  void givesBackWhatIsFreeBetweenWhatIsUsed() throws IOException {
    List<Memory> kept = new ArrayList<>();
    List<Memory> freed = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      freed.add(filled(BLOCK));
      kept.add(filled(64));
    }
    freed.forEach(Memory::close);
    long before = residentKibibytes();

    NativeHeap.trim();

    long given = before - residentKibibytes();
    kept.forEach(Memory::close);
    assertThat(given).isGreaterThan(BLOCKS * (BLOCK >> 10) / 2);
  }

  private static Memory filled(int bytes) {
    Memory memory = new Memory(bytes);
    memory.setMemory(0, bytes, (byte) 1);
    return memory;
  }

  private static long residentKibibytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
