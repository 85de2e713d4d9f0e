package org.smashnas.tf;

import org.smashnas.network.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The mean cross-entropy of a batch, the fraction of it that is wrong, and the loss's gradient by
 * the network's output.
 */
record Loss(Operand<TFloat32> mean, Operand<TFloat32> error, Operand<TFloat32> outputGradient) {

  static Loss of(GraphScope scope, Operand<TFloat32> output, Shape shape, Operand<TInt32> labels) {
    Ops tf = scope.tf();
    Operand<TFloat32> logits = scope.reshape(output, -1, shape.size());
    SparseSoftmaxCrossEntropyWithLogits<TFloat32> entropy =
        tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, labels);
    Operand<TFloat32> count = tf.dtypes.cast(tf.size(labels), TFloat32.class);
    Operand<TFloat32> gradient = tf.math.div(entropy.backprop(), count);
    Operand<TInt32> predicted = tf.math.argMax(logits, tf.constant(1), TInt32.class);
    Operand<TFloat32> wrong = tf.dtypes.cast(tf.math.notEqual(predicted, labels), TFloat32.class);
    return new Loss(
        tf.math.mean(entropy.loss(), scope.ints(0), Mean.keepDims(false)),
        tf.math.mean(wrong, scope.ints(0), Mean.keepDims(false)),
        tf.reshape(gradient, scope.ints(-1, shape.height(), shape.width(), shape.channels())));
  }
}
