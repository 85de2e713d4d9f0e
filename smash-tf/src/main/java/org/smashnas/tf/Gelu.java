package org.smashnas.tf;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * The standard normal's distribution function and density, of which GELU and its gradient are made.
 */
final class Gelu {
  private Gelu() {}

  static <T extends TNumber> Operand<T> distribution(GraphScope scope, Operand<T> x) {
    Ops tf = scope.tf();
    Operand<T> erf = tf.math.erf(tf.math.mul(x, scope.scalar((float) Math.sqrt(0.5), x.type())));
    return tf.math.mul(scope.scalar(0.5f, x.type()), tf.math.add(scope.scalar(1f, x.type()), erf));
  }

  static <T extends TNumber> Operand<T> density(GraphScope scope, Operand<T> x) {
    Ops tf = scope.tf();
    Operand<T> power = tf.math.exp(tf.math.mul(scope.scalar(-0.5f, x.type()), tf.math.square(x)));
    return tf.math.mul(scope.scalar((float) (1 / Math.sqrt(2 * Math.PI)), x.type()), power);
  }
}
