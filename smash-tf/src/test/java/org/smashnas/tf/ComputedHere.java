package org.smashnas.tf;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.EnumSet;
import java.util.Set;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.Precision;

/** What this machine's processor computes. */
final class ComputedHere {
  private ComputedHere() {}

  /** The choices of kernels that are right: some are not where oneDNN sees no caches. */
  static Set<ConvolutionKernels.Target> targets() {
    return switch (Backend.probe().kernels().target()) {
      case ONEDNN_CACHELESS, ONEDNN_CACHELESS_AVX2 ->
          EnumSet.of(
              ConvolutionKernels.Target.ONEDNN_CACHELESS,
              ConvolutionKernels.Target.ONEDNN_CACHELESS_AVX2,
              ConvolutionKernels.Target.PORTABLE);
      default -> EnumSet.allOf(ConvolutionKernels.Target.class);
    };
  }

  /** Leaves a test out where the processor does not compute in a precision. */
  static void assume(Precision precision) {
    assumeThat(computes(precision)).as("%s is computed here", precision).isTrue();
  }

  private static boolean computes(Precision precision) {
    try {
      Backend.of(ExecutionOptions.builder().devices(Devices.cpu()).precision(precision).build());
      return true;
    } catch (UnsupportedOperationException refused) {
      return false;
    }
  }
}
