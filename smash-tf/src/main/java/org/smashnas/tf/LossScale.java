package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;
import org.smashnas.hypernet.Precision;

/**
 * What the loss's gradient is multiplied by on its way back, so that half precision does not round
 * small gradients to zero; the gradients by weights are divided by it again. It is halved when they
 * overflow and doubled when they have not for long (Micikevicius et al. 2018, "Mixed Precision
 * Training").
 *
 * @param factor a power of two, at least 1
 * @param finiteSteps the steps in succession whose gradients were finite, since it changed
 * @param growthInterval how many of them double it
 */
record LossScale(double factor, int finiteSteps, int growthInterval) {
  LossScale {
    checkArgument(
        factor >= 1 && Double.isFinite(factor), "loss scale is %s; it is at least 1", factor);
    checkArgument(
        finiteSteps >= 0 && finiteSteps < growthInterval,
        "loss scale counts %s finite steps; it counts from 0 to below its interval %s",
        finiteSteps,
        growthInterval);
  }

  /** The first scale of a precision; empty if it has the range of float32. */
  static Optional<LossScale> of(Precision precision) {
    return switch (precision) {
      case FLOAT32, MIXED_BFLOAT16 -> Optional.empty();
      case MIXED_FLOAT16 -> Optional.of(new LossScale(0x1p15, 0, 2000));
    };
  }

  /** The scale of the next step. */
  LossScale after(boolean finite) {
    if (!finite) {
      return new LossScale(Math.max(1, factor / 2), 0, growthInterval);
    }
    return finiteSteps + 1 == growthInterval
        ? new LossScale(2 * factor, 0, growthInterval)
        : new LossScale(factor, finiteSteps + 1, growthInterval);
  }
}
