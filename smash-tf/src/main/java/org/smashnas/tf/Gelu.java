package org.smashnas.tf;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The standard normal's distribution function and density, of which GELU and its gradient are made.
 */
final class Gelu {
  private Gelu() {}

  static Operand<TFloat32> distribution(GraphScope scope, Operand<TFloat32> x) {
    Ops tf = scope.tf();
    Operand<TFloat32> erf = tf.math.erf(tf.math.mul(x, scope.scalar((float) Math.sqrt(0.5))));
    return tf.math.mul(scope.scalar(0.5f), tf.math.add(scope.scalar(1f), erf));
  }

  static Operand<TFloat32> density(GraphScope scope, Operand<TFloat32> x) {
    Ops tf = scope.tf();
    Operand<TFloat32> power = tf.math.exp(tf.math.mul(scope.scalar(-0.5f), tf.math.square(x)));
    return tf.math.mul(scope.scalar((float) (1 / Math.sqrt(2 * Math.PI))), power);
  }
}
