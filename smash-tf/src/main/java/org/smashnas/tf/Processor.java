package org.smashnas.tf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Tells which convolutions this machine's processor computes fastest. It goes by the processor's
 * name and not by a measurement, as results differ in rounding and must not depend on timing.
 */
final class Processor {
  private static final String OPTION = "smash.convolutions";
  private static final String DESCRIPTION = "/proc/cpuinfo";

  private Processor() {}

  static ConvolutionKernels.Target convolutions() {
    return convolutions(System.getProperty(OPTION, "auto"), description());
  }

  static ConvolutionKernels.Target convolutions(String option, List<String> description) {
    return switch (option.toLowerCase(Locale.ROOT)) {
      case "direct" -> ConvolutionKernels.Target.ONEDNN;
      case "products" -> ConvolutionKernels.Target.ONEDNN_PRODUCTS;
      case "auto" -> ofProcessor(description);
      default ->
          throw new IllegalArgumentException(
              "system property "
                  + OPTION
                  + " is "
                  + option
                  + "; it must be direct, products or auto");
    };
  }

  private static ConvolutionKernels.Target ofProcessor(List<String> description) {
    if (isZen5(description)) {
      return ConvolutionKernels.Target.ONEDNN_PRODUCTS;
    }
    return hasAvx512(description)
        ? ConvolutionKernels.Target.ONEDNN
        : ConvolutionKernels.Target.ONEDNN_AVX2;
  }

  private static boolean hasAvx512(List<String> description) {
    return description.stream().anyMatch(line -> line.matches("flags\\s*:.*\\bavx512f\\b.*"));
  }

  private static boolean isZen5(List<String> description) {
    return description.stream().anyMatch(line -> line.matches("vendor_id\\s*:\\s*AuthenticAMD"))
        && description.stream().anyMatch(line -> line.matches("cpu family\\s*:\\s*26"));
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
