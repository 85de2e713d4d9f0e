package org.smashnas.examples.benchmark;

import java.util.List;
import java.util.stream.DoubleStream;
import org.smashnas.hypernet.Precision;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** The most that TensorFlow gets out of this machine, to compare networks with. */
final class MachineBest {
  private static final int SIZE = 3072;
  private static final int IMAGES = 50;
  private static final int SIDE = 32;
  private static final int CHANNELS = 128;
  private static final int KERNEL = 3;
  private static final int RUNS = 15;

  private MachineBest() {}

  /** GFLOP/s of a large product of matrices. */
  static double product(Precision precision) {
    return product(type(precision));
  }

  /** GFLOP/s of a large convolution without groups. */
  static double convolution(Precision precision) {
    return convolution(type(precision));
  }

  private static Class<? extends TNumber> type(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> TFloat32.class;
      case MIXED_BFLOAT16 -> TBfloat16.class;
      case MIXED_FLOAT16 -> TFloat16.class;
    };
  }

  private static <T extends TNumber> double product(Class<T> type) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<T> values = values(tf, type, SIZE, SIZE);
      return 2 * Math.pow(SIZE, 3) / fastest(session, tf.linalg.matMul(values, values)) / 1e9;
    }
  }

  private static <T extends TNumber> double convolution(Class<T> type) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<T> images = values(tf, type, IMAGES, SIDE, SIDE, CHANNELS);
      Operand<T> kernel = values(tf, type, KERNEL, KERNEL, CHANNELS, CHANNELS);
      double operations = 2.0 * IMAGES * SIDE * SIDE * CHANNELS * CHANNELS * KERNEL * KERNEL;
      Operand<T> convolved = tf.nn.conv2d(images, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
      return operations / fastest(session, convolved) / 1e9;
    }
  }

  private static <T extends TNumber> Operand<T> values(Ops tf, Class<T> type, int... extents) {
    Variable<T> values = tf.variable(tf.random.randomUniform(tf.constant(extents), type));
    return values;
  }

  /** Seconds. */
  private static double fastest(Session session, Operand<?> operation) {
    session.initialize();
    return DoubleStream.generate(() -> seconds(session, operation)).limit(RUNS).min().orElseThrow();
  }

  private static double seconds(Session session, Operand<?> operation) {
    long started = System.nanoTime();
    session.runner().addTarget(operation.op()).run().close();
    return (System.nanoTime() - started) / 1e9;
  }
}
