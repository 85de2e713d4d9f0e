package org.smashnas.tf;

import java.util.ArrayList;
import java.util.List;
import org.smashnas.hypernet.Optimizer;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.ResourceApplyMomentum;
import org.tensorflow.types.TFloat32;

/**
 * One step of an optimiser on the variables of a program. All numbers are fed, so the step is
 * compiled once; ε stands outside the bias correction as in the paper's code.
 */
final class OptimizerUpdates {
  private static final String STATE = "optimizer/";

  private final GraphScope scope;
  private final Variables variables;
  private final Optimizer optimizer;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> weightDecay;
  private final Operand<TFloat32> firstPower;
  private final Operand<TFloat32> secondPower;
  private long scalars;

  OptimizerUpdates(GraphScope scope, Variables variables, Optimizer optimizer) {
    this.scope = scope;
    this.variables = variables;
    this.optimizer = optimizer;
    this.learningRate = scalar();
    this.weightDecay = scalar();
    this.firstPower = scalar();
    this.secondPower = scalar();
  }

  private Operand<TFloat32> scalar() {
    return scope.tf().placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /** The scalars that one step updates. */
  long scalars() {
    return scalars;
  }

  /** Whether another optimiser differs by no more than its learning rate, which is fed. */
  boolean fits(Optimizer other) {
    if (optimizer instanceof Optimizer.Adam mine && other instanceof Optimizer.Adam adam) {
      return mine.equals(
          new Optimizer.Adam(mine.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon()));
    }
    return optimizer instanceof Optimizer.Nesterov mine
        && other instanceof Optimizer.Nesterov nesterov
        && mine.momentum() == nesterov.momentum();
  }

  /** The update of a variable by its gradient, with weight decay. */
  Op decayed(Variable variable, Operand<TFloat32> gradient) {
    Ops tf = scope.tf();
    return plain(variable, tf.math.add(gradient, tf.math.mul(weightDecay, variable.value())));
  }

  /** The update of a variable by its gradient alone. */
  Op plain(Variable variable, Operand<TFloat32> gradient) {
    Ops tf = scope.tf();
    scalars += variable.shape().size();
    if (optimizer instanceof Optimizer.Adam adam) {
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
          gradient);
    }
    Optimizer.Nesterov nesterov = (Optimizer.Nesterov) optimizer;
    return tf.train.resourceApplyMomentum(
        variable.handle(),
        slot(variable, "velocity").handle(),
        learningRate,
        gradient,
        scope.scalar((float) nesterov.momentum()),
        ResourceApplyMomentum.useNesterov(true));
  }

  private Variable slot(Variable variable, String kind) {
    return variables.create(
        STATE + kind + "/" + variable.name(), variable.shape(), new float[variable.shape().size()]);
  }

  static boolean isState(Variable variable) {
    return variable.name().startsWith(STATE);
  }

  /** Feeds the numbers of a step; the caller closes the tensors after the run. */
  List<TFloat32> feed(Session.Runner runner, long step, double rate, double decay) {
    List<TFloat32> fed = new ArrayList<>();
    feed(runner, fed, learningRate, rate);
    feed(runner, fed, weightDecay, decay);
    if (optimizer instanceof Optimizer.Adam adam) {
      feed(runner, fed, firstPower, Math.pow(adam.beta1(), step + 1.0));
      feed(runner, fed, secondPower, Math.pow(adam.beta2(), step + 1.0));
    }
    return fed;
  }

  private static void feed(
      Session.Runner runner, List<TFloat32> fed, Operand<TFloat32> placeholder, double value) {
    TFloat32 tensor = TFloat32.scalarOf((float) value);
    fed.add(tensor);
    runner.feed(placeholder, tensor);
  }
}
