package org.smashnas.tf;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/**
 * A weight divided by its L2 norm over the whole tensor, w / ‖w‖, and the gradient (dw − u·⟨u, dw⟩)
 * / ‖w‖ with u = w / ‖w‖.
 */
record WeightNorm(Operand<TFloat32> unit, Operand<TFloat32> norm) {

  static WeightNorm of(GraphScope scope, Operand<TFloat32> weight) {
    Ops tf = scope.tf();
    Operand<TFloat32> norm = tf.math.sqrt(total(scope, tf.math.square(weight)));
    return new WeightNorm(tf.math.div(weight, norm), norm);
  }

  Operand<TFloat32> gradient(GraphScope scope, Operand<TFloat32> unitGradient) {
    Ops tf = scope.tf();
    Operand<TFloat32> along = total(scope, tf.math.mul(unit, unitGradient));
    return tf.math.div(tf.math.sub(unitGradient, tf.math.mul(unit, along)), norm);
  }

  private static Operand<TFloat32> total(GraphScope scope, Operand<TFloat32> values) {
    return scope.tf().reduceSum(values, scope.ints(0, 1, 2, 3), ReduceSum.keepDims(true));
  }
}
