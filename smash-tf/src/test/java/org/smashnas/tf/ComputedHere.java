package org.smashnas.tf;

import static org.assertj.core.api.Assumptions.assumeThat;

import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.Precision;

/** Leaves tests out where this machine's processor does not compute in a precision. */
final class ComputedHere {
  private ComputedHere() {}

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
