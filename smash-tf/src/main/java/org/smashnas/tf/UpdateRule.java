package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkState;

import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainingOptions;

/**
 * What of the options is compiled into an update; all else is fed.
 *
 * @param optimizer its learning rate aside
 * @param decaysHyperNet whether the HyperNet's own weights decay
 * @param clips whether long gradients are scaled down
 * @param scalesLoss whether gradients come multiplied by a loss scale
 */
record UpdateRule(Optimizer optimizer, boolean decaysHyperNet, boolean clips, boolean scalesLoss) {

  static UpdateRule of(TrainingOptions options, boolean scalesLoss) {
    return new UpdateRule(
        options.optimizer(),
        options.weightDecay().hyperNet() > 0,
        options.maxGradientNorm().isPresent(),
        scalesLoss);
  }

  /** Refuses to go on from a rule that keeps another state, or gives it another meaning. */
  void checkGoesOnFrom(UpdateRule earlier, String trained) {
    checkState(
        keepsTheStateOf(earlier),
        "the %s was trained by %s before; go on with its settings, the learning rate aside,"
            + " not with %s",
        trained,
        earlier.optimizer,
        optimizer);
  }

  private boolean keepsTheStateOf(UpdateRule other) {
    return withRate(optimizer).equals(withRate(other.optimizer));
  }

  /** Whether the update depends on the norm of all gradients. */
  boolean measuresNorm() {
    return clips || scalesLoss;
  }

  /** Whether another rule compiles to the same update. */
  boolean compilesLike(UpdateRule other) {
    return keepsTheStateOf(other)
        && decaysHyperNet == other.decaysHyperNet
        && clips == other.clips
        && scalesLoss == other.scalesLoss;
  }

  private static Optimizer withRate(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Adam adam) {
      return new Optimizer.Adam(1, adam.beta1(), adam.beta2(), adam.epsilon());
    }
    return new Optimizer.Nesterov(1, ((Optimizer.Nesterov) optimizer).momentum());
  }
}
