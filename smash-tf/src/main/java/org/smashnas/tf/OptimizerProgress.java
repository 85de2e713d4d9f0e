package org.smashnas.tf;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far an optimiser came, its state of each variable aside.
 *
 * @param steps the steps it took
 * @param lossScale of the next step; empty if the precision needs none
 */
record OptimizerProgress(long steps, Optional<LossScale> lossScale) {
  private static final Logger LOG = LoggerFactory.getLogger(OptimizerProgress.class);

  static OptimizerProgress start(Optional<LossScale> lossScale) {
    return new OptimizerProgress(0, lossScale);
  }

  /** What the loss's gradient is multiplied by: 1 without a loss scale. */
  double lossFactor() {
    return lossScale.map(LossScale::factor).orElse(1.0);
  }

  /** After a step that was taken, or skipped as its gradients were not finite. */
  OptimizerProgress after(boolean taken) {
    if (!taken) {
      LOG.debug("a step was skipped: gradients overflow with loss scale {}", lossFactor());
    }
    return new OptimizerProgress(
        taken ? steps + 1 : steps, lossScale.map(scale -> scale.after(taken)));
  }
}
