package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainingOptions;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyMomentum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * One step of an optimiser on the variables of a program. All numbers are fed, so the step is
 * compiled once; ε stands outside the bias correction as in the paper's code. With a loss scale the
 * gradients come multiplied by it, and a step whose gradients are not finite is skipped: nothing
 * changes.
 */
final class OptimizerUpdates {
  private static final String STATE = "optimizer/";

  private final GraphScope scope;
  private final Variables variables;
  private final UpdateRule rule;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> kernelDecay;
  private final Operand<TFloat32> vectorDecay;
  private final Operand<TFloat32> hyperNetDecay;
  private final Operand<TFloat32> firstPower;
  private final Operand<TFloat32> secondPower;
  private final Operand<TFloat32> maxNorm;
  private final Operand<TFloat32> lossScale;
  private Operand<TBool> taken;
  private Optional<Operand<TFloat32>> gradientScale = Optional.empty();
  private long scalars;

  OptimizerUpdates(GraphScope scope, Variables variables, UpdateRule rule) {
    this.scope = scope;
    this.variables = variables;
    this.rule = rule;
    this.learningRate = scope.scalarPlaceholder();
    this.kernelDecay = scope.scalarPlaceholder();
    this.vectorDecay = scope.scalarPlaceholder();
    this.hyperNetDecay = scope.scalarPlaceholder();
    this.firstPower = scope.scalarPlaceholder();
    this.secondPower = scope.scalarPlaceholder();
    this.maxNorm = scope.scalarPlaceholder();
    this.lossScale = scope.scalarPlaceholder();
    this.taken = scope.tf().constant(true);
  }

  UpdateRule rule() {
    return rule;
  }

  /** The scalars that one step updates. */
  long scalars() {
    return scalars;
  }

  /** What the loss's gradient is to be multiplied by; empty if the rule scales no loss. */
  Optional<Operand<TFloat32>> lossScale() {
    return rule.scalesLoss() ? Optional.of(lossScale) : Optional.empty();
  }

  /** Whether the step is taken. */
  Operand<TBool> taken() {
    return taken;
  }

  /**
   * Lets the updates depend on the squared norm of all gradients, which tells whether they are to
   * be scaled down and whether they are finite; to be called before the updates.
   */
  void useNorm(Operand<TFloat32> squaredNorm) {
    checkArgument(rule.measuresNorm(), "the rule does not depend on the norm");
    Ops tf = scope.tf();
    Operand<TFloat32> norm = tf.math.sqrt(squaredNorm);
    if (!rule.scalesLoss()) {
      gradientScale = Optional.of(clip(norm));
      return;
    }
    // At scale 1 the gradients themselves are not finite: the next loss tells that they diverge.
    taken =
        tf.math.logicalOr(tf.math.isFinite(norm), tf.math.lessEqual(lossScale, scope.scalar(1)));
    Operand<TFloat32> unscale = tf.math.reciprocal(lossScale);
    gradientScale =
        Optional.of(
            rule.clips() ? tf.math.mul(unscale, clip(tf.math.mul(unscale, norm))) : unscale);
  }

  private Operand<TFloat32> clip(Operand<TFloat32> norm) {
    return scope.tf().math.div(maxNorm, scope.tf().math.maximum(maxNorm, norm));
  }

  /** Values that come through in a step that is taken; what needs them does not run otherwise. */
  Operand<TFloat32> ifTaken(Operand<TFloat32> values) {
    return rule.scalesLoss() ? scope.tf().switchCond(values, taken).outputTrue() : values;
  }

  /** The update of a network's variable by its gradient, with weight decay. */
  Op network(Variable variable, Operand<TFloat32> gradient) {
    return decayed(variable, gradient, variable.shape().isVector() ? vectorDecay : kernelDecay);
  }

  /** The update of a HyperNet's own variable by its gradient. */
  Op hyperNet(Variable variable, Operand<TFloat32> gradient) {
    return rule.decaysHyperNet()
        ? decayed(variable, gradient, hyperNetDecay)
        : apply(variable, scaled(gradient));
  }

  private Op decayed(Variable variable, Operand<TFloat32> gradient, Operand<TFloat32> decay) {
    Ops tf = scope.tf();
    return apply(variable, tf.math.add(scaled(gradient), tf.math.mul(decay, variable.value())));
  }

  private Operand<TFloat32> scaled(Operand<TFloat32> gradient) {
    return gradientScale
        .<Operand<TFloat32>>map(scale -> scope.tf().math.mul(scale, gradient))
        .orElse(gradient);
  }

  private Op apply(Variable variable, Operand<TFloat32> gradient) {
    Ops tf = scope.tf();
    Operand<TFloat32> passed = ifTaken(gradient);
    scalars += variable.shape().size();
    if (rule.optimizer() instanceof Optimizer.Adam adam) {
      return tf.train.resourceApplyAdam(
          variable.handle(),
          slot(variable, "mean").handle(),
          slot(variable, "square").handle(),
          firstPower,
          secondPower,
          learningRate,
          scope.scalar((float) adam.beta1()),
          scope.scalar((float) adam.beta2()),
          scope.scalar((float) adam.epsilon()),
          passed);
    }
    Optimizer.Nesterov nesterov = (Optimizer.Nesterov) rule.optimizer();
    return tf.train.resourceApplyMomentum(
        variable.handle(),
        slot(variable, "velocity").handle(),
        learningRate,
        passed,
        scope.scalar((float) nesterov.momentum()),
        ResourceApplyMomentum.useNesterov(true));
  }

  private Variable slot(Variable variable, String kind) {
    return variables.getOrCreate(STATE + kind + "/" + variable.name(), variable.shape());
  }

  static boolean isState(String variable) {
    return variable.startsWith(STATE);
  }

  /** Feeds the numbers of a step; the caller closes the tensors after the run. */
  List<TFloat32> feed(
      Session.Runner runner, OptimizerProgress progress, double rate, TrainingOptions options) {
    List<TFloat32> fed = new ArrayList<>();
    HostTensors.feed(runner, fed, learningRate, rate);
    HostTensors.feed(runner, fed, kernelDecay, options.weightDecay().kernels());
    HostTensors.feed(runner, fed, vectorDecay, options.weightDecay().vectors());
    if (rule.decaysHyperNet()) {
      HostTensors.feed(runner, fed, hyperNetDecay, options.weightDecay().hyperNet());
    }
    if (rule.clips()) {
      HostTensors.feed(runner, fed, maxNorm, options.maxGradientNorm().orElseThrow());
    }
    if (rule.optimizer() instanceof Optimizer.Adam adam) {
      HostTensors.feed(runner, fed, firstPower, Math.pow(adam.beta1(), progress.steps() + 1.0));
      HostTensors.feed(runner, fed, secondPower, Math.pow(adam.beta2(), progress.steps() + 1.0));
    }
    if (rule.scalesLoss()) {
      HostTensors.feed(runner, fed, lossScale, progress.lossFactor());
    }
    return fed;
  }
}
