package org.smashnas.tf;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.smashnas.hypernet.Device;
import org.smashnas.network.Shape;
import org.smashnas.network.WeightShape;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * Adds operations to one graph; small constants are made once. Activations are NHWC with one axis
 * of any length.
 */
final class GraphScope {
  /** Which axis of the activations is known only when the graph runs. */
  enum OpenAxis {
    /** Any number of examples of a fixed side. */
    BATCH,
    /** One example of any height: the HyperNet's slices. */
    HEIGHT
  }

  private final Ops tf;
  private final OpenAxis openAxis;
  private final Map<List<Integer>, Operand<TInt32>> vectors;
  private final Map<Float, Operand<TFloat32>> scalars;
  private final Map<Integer, Operand<TInt32>> axes;
  private final Map<Reshaped, Operand<?>> reshaped;
  private final Map<String, GraphScope> named = new HashMap<>();

  private record Reshaped(Output<?> values, List<Integer> extents) {}

  GraphScope(Ops tf, OpenAxis openAxis) {
    this(tf, openAxis, new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
  }

  private GraphScope(
      Ops tf,
      OpenAxis openAxis,
      Map<List<Integer>, Operand<TInt32>> vectors,
      Map<Float, Operand<TFloat32>> scalars,
      Map<Integer, Operand<TInt32>> axes,
      Map<Reshaped, Operand<?>> reshaped) {
    this.tf = tf;
    this.openAxis = openAxis;
    this.vectors = vectors;
    this.scalars = scalars;
    this.axes = axes;
    this.reshaped = reshaped;
  }

  /**
   * Adds to the same graph on the same device, by names that begin with this one. Kept, as
   * TensorFlow's scopes are dear to make.
   */
  GraphScope named(String name) {
    return named.computeIfAbsent(
        name,
        missing ->
            new GraphScope(tf.withSubScope(name), openAxis, vectors, scalars, axes, reshaped));
  }

  /** Adds to the same graph on another device. */
  GraphScope on(Device device) {
    return new GraphScope(Placement.on(tf.withSubScope("replica"), device), openAxis);
  }

  Ops tf() {
    return tf;
  }

  Operand<TInt32> ints(int... values) {
    return vectors.computeIfAbsent(Ints.asList(values), list -> tf.constant(values));
  }

  /** The number of an axis. */
  Operand<TInt32> axis(int number) {
    return axes.computeIfAbsent(number, tf::constant);
  }

  Operand<TFloat32> scalar(float value) {
    return scalars.computeIfAbsent(value, tf::constant);
  }

  <T extends TNumber> Operand<T> scalar(float value, Class<T> type) {
    return cast(scalar(value), type);
  }

  /** The values in another type, if they are not in it. */
  <T extends TNumber> Operand<T> cast(Operand<? extends TNumber> values, Class<T> type) {
    @SuppressWarnings("unchecked") // its type is this one
    Operand<T> same = (Operand<T>) values;
    return values.type() == type ? same : tf.dtypes.cast(values, type);
  }

  /** A place to feed a number. */
  Operand<TFloat32> scalarPlaceholder() {
    return tf.placeholder(TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.scalar()));
  }

  /** The sum of the squares of all values. */
  Operand<TFloat32> squaredNorm(Collection<Operand<TFloat32>> values) {
    List<Operand<TFloat32>> halves = new ArrayList<>();
    values.forEach(one -> halves.add(tf.nn.l2Loss(one)));
    return halves.isEmpty() ? scalar(0) : tf.math.mul(scalar(2), sum(halves));
  }

  /** The shape of activations, −1 for the open axis. */
  Operand<TInt32> activations(Shape shape) {
    return openAxis == OpenAxis.BATCH
        ? ints(-1, shape.height(), shape.width(), shape.channels())
        : ints(1, -1, shape.width(), shape.channels());
  }

  /** A place to feed any number of examples of a shape. */
  Operand<TFloat32> images(Shape shape) {
    return tf.placeholder(
        TFloat32.class,
        Placeholder.shape(
            org.tensorflow.ndarray.Shape.of(-1, shape.height(), shape.width(), shape.channels())));
  }

  /** A place to feed the class of each example. */
  Operand<TInt32> labels() {
    return tf.placeholder(TInt32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(-1)));
  }

  /** The log-probabilities of a classifier's output, one row an example. */
  Operand<TFloat32> logProbabilities(Operand<TFloat32> output, Shape shape) {
    return tf.nn.logSoftmax(reshape(output, -1, shape.size()));
  }

  /** Another shape of the values, made once for the graph: the passes ask for some again. */
  @SuppressWarnings("unchecked") // reshaping keeps the type
  <T extends TType> Operand<T> reshape(Operand<T> values, int... extents) {
    return (Operand<T>)
        reshaped.computeIfAbsent(
            new Reshaped(values.asOutput(), Ints.asList(extents)),
            missing -> tf.reshape(values, ints(extents)));
  }

  <T extends TType> Operand<T> reshape(Operand<T> values, WeightShape shape) {
    return reshape(values, shape.height(), shape.width(), shape.inputs(), shape.outputs());
  }

  <T extends TType> Operand<T> sum(List<Operand<T>> terms) {
    return terms.size() == 1 ? terms.get(0) : tf.math.addN(terms);
  }

  /** Zeros before and after the values along each axis. */
  <T extends TNumber> Operand<T> pad(Operand<T> values, int[][] zeros) {
    return tf.pad(values, reshape(ints(Ints.concat(zeros)), -1, 2), scalar(0, values.type()));
  }

  /** Joins along the last axis. */
  <T extends TType> Operand<T> concatChannels(List<Operand<T>> parts) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, axis(3));
  }

  <T extends TType> Operand<T> sliceChannels(Operand<T> values, int start, int count) {
    return tf.slice(values, ints(0, 0, 0, start), ints(-1, -1, -1, count));
  }

  /** Takes apart what was joined along the last axis, in one operation: each takes time to make. */
  <T extends TType> List<Operand<T>> splitChannels(Operand<T> values, int... counts) {
    return counts.length == 1
        ? List.of(values)
        : List.copyOf(tf.splitV(values, ints(counts), axis(3), (long) counts.length).output());
  }

  static org.tensorflow.ndarray.Shape extents(WeightShape shape) {
    return org.tensorflow.ndarray.Shape.of(
        shape.height(), shape.width(), shape.inputs(), shape.outputs());
  }
}
