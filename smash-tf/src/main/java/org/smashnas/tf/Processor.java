package org.smashnas.tf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells which of oneDNN's convolutions this machine's processor computes fastest, among those that
 * are right. It goes by what the processor has and not by a measurement, as results differ in
 * rounding and must not depend on timing.
 */
final class Processor {
  private static final String DESCRIPTION = "/proc/cpuinfo";

  private Processor() {}

  /** What to take where oneDNN runs. */
  static ConvolutionKernels.Target convolutions(boolean isCacheless) {
    return convolutions(isCacheless, description());
  }

  static ConvolutionKernels.Target convolutions(boolean isCacheless, List<String> description) {
    if (hasAvx512(description)) {
      return isCacheless
          ? ConvolutionKernels.Target.ONEDNN_CACHELESS
          : ConvolutionKernels.Target.ONEDNN;
    }
    return isCacheless
        ? ConvolutionKernels.Target.ONEDNN_CACHELESS_AVX2
        : ConvolutionKernels.Target.ONEDNN_AVX2;
  }

  private static boolean hasAvx512(List<String> description) {
    return description.stream().anyMatch(line -> line.matches("flags\\s*:.*\\bavx512f\\b.*"));
  }

  private static List<String> description() {
    try {
      Path file = Path.of(DESCRIPTION);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
