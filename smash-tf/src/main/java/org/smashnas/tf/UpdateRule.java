package org.smashnas.tf;

import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainingOptions;

/**
 * What of the options is compiled into an update; all else is fed.
 *
 * @param optimizer its learning rate aside
 * @param decaysHyperNet whether the HyperNet's own weights decay
 * @param clips whether long gradients are scaled down
 */
record UpdateRule(Optimizer optimizer, boolean decaysHyperNet, boolean clips) {

  static UpdateRule of(TrainingOptions options) {
    return new UpdateRule(
        options.optimizer(),
        options.weightDecay().hyperNet() > 0,
        options.maxGradientNorm().isPresent());
  }

  /** Whether another rule keeps the same state with the same meaning. */
  boolean goesOnFrom(UpdateRule earlier) {
    return withRate(optimizer).equals(withRate(earlier.optimizer));
  }

  /** Whether another rule compiles to the same update. */
  boolean compilesLike(UpdateRule other) {
    return goesOnFrom(other) && decaysHyperNet == other.decaysHyperNet && clips == other.clips;
  }

  private static Optimizer withRate(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Adam adam) {
      return new Optimizer.Adam(1, adam.beta1(), adam.beta2(), adam.epsilon());
    }
    return new Optimizer.Nesterov(1, ((Optimizer.Nesterov) optimizer).momentum());
  }
}
