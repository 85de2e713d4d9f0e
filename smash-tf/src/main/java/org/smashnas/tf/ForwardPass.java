package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Weight;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** The operations that compute a network's output. */
final class ForwardPass<T extends TNumber> {
  private final GraphScope scope;
  private final Network network;
  private final Arithmetic<T> arithmetic;
  private final NetworkWeights weights;
  private final Optional<Function<Layer, Moments>> fixedMoments;
  private final List<Operand<T>> outputs = new ArrayList<>();
  private final Map<Integer, FusedBatchNorm<?, TFloat32>> norms = new HashMap<>();
  private final Map<String, Operand<T>> factors = new HashMap<>();
  private final Map<Layer, Moments> batchMoments = new LinkedHashMap<>();

  private ForwardPass(
      GraphScope scope,
      Network network,
      Arithmetic<T> arithmetic,
      NetworkWeights weights,
      Optional<Function<Layer, Moments>> fixedMoments) {
    this.scope = scope;
    this.network = network;
    this.arithmetic = arithmetic;
    this.weights = weights;
    this.fixedMoments = fixedMoments;
  }

  /** A pass whose norms use the moments of the batch, as in training. */
  static <T extends TNumber> ForwardPass<T> training(
      GraphScope scope,
      Network network,
      Arithmetic<T> arithmetic,
      NetworkWeights weights,
      Operand<TFloat32> input) {
    return new ForwardPass<>(scope, network, arithmetic, weights, Optional.empty()).run(input);
  }

  /** A pass whose norms use given moments. */
  static <T extends TNumber> ForwardPass<T> inference(
      GraphScope scope,
      Network network,
      Arithmetic<T> arithmetic,
      NetworkWeights weights,
      Operand<TFloat32> input,
      Function<Layer, Moments> moments) {
    return new ForwardPass<>(scope, network, arithmetic, weights, Optional.of(moments)).run(input);
  }

  private ForwardPass<T> run(Operand<TFloat32> input) {
    outputs.add(scope.cast(input, arithmetic.type()));
    for (Layer layer : network.layers().subList(1, network.layers().size())) {
      outputs.add(layer.operation().accept(new LayerForward(layer)));
    }
    return this;
  }

  GraphScope scope() {
    return scope;
  }

  Network network() {
    return network;
  }

  Arithmetic<T> arithmetic() {
    return arithmetic;
  }

  Operand<TFloat32> output() {
    return scope.cast(output(network.output()), TFloat32.class);
  }

  Operand<T> output(Layer layer) {
    return outputs.get(layer.index());
  }

  Operand<TFloat32> values(Weight weight) {
    return weights.values(weight);
  }

  /** The values of a weight as the layers' activations meet them. */
  Operand<T> factors(Weight weight) {
    return factors.computeIfAbsent(
        weight.name(), name -> scope.cast(weights.values(weight), arithmetic.type()));
  }

  FusedBatchNorm<?, TFloat32> norm(Layer layer) {
    return checkNotNull(norms.get(layer.index()));
  }

  /**
   * The moments of the batch at each norm, of a training pass. TensorFlow gives the unbiased
   * variance, though the norm itself uses the biased one.
   */
  Map<Layer, Moments> batchMoments() {
    return batchMoments;
  }

  private final class LayerForward implements Operation.Visitor<Operand<T>> {
    private final Layer layer;
    private final List<Operand<T>> inputs;
    private final Ops tf = scope.tf();

    LayerForward(Layer layer) {
      this.layer = layer;
      this.inputs = layer.inputs().stream().map(outputs::get).toList();
    }

    private Operand<T> input() {
      return inputs.get(0);
    }

    private Operand<TFloat32> vector(Weight weight) {
      return scope.reshape(weights.values(weight), weight.shape().outputs());
    }

    private Operand<T> plus(Operand<T> values, Optional<Weight> bias) {
      return bias.<Operand<T>>map(weight -> tf.math.add(values, factors(weight))).orElse(values);
    }

    @Override
    public Operand<T> visit(Operation.Input operation) {
      throw new IllegalStateException("the input is fed");
    }

    @Override
    public Operand<T> visit(Operation.Convolution operation) {
      Operand<T> kernel = factors(operation.kernel());
      return plus(
          arithmetic.kernels().forward(scope, input(), kernel, operation, layer.shape()),
          operation.bias());
    }

    @Override
    public Operand<T> visit(Operation.Dense operation) {
      int rows = operation.matrix().shape().inputs();
      int columns = operation.matrix().shape().outputs();
      Operand<T> product =
          tf.linalg.matMul(
              scope.reshape(input(), -1, rows),
              scope.reshape(factors(operation.matrix()), rows, columns));
      return plus(scope.reshape(product, -1, 1, 1, columns), operation.bias());
    }

    @Override
    public Operand<T> visit(BatchNorm operation) {
      Class<? extends TNumber> type = arithmetic.normType(layer.shape().channels());
      if (fixedMoments.isEmpty()) {
        return normedByBatch(operation, type);
      }
      Moments given = fixedMoments.get().apply(layer);
      return arithmetic.hasSlowGivenNorms()
          ? scaled(operation, given)
          : scope.cast(fused(operation, given, false, type).y(), arithmetic.type());
    }

    /** A factor and a term for each channel. */
    private Operand<T> scaled(BatchNorm operation, Moments given) {
      Operand<TFloat32> factor =
          tf.math.mul(
              vector(operation.scale()),
              tf.math.rsqrt(tf.math.add(given.variance(), scope.scalar(BatchNorm.EPSILON))));
      Operand<TFloat32> term =
          tf.math.sub(vector(operation.offset()), tf.math.mul(given.mean(), factor));
      Operand<TFloat32> x = scope.cast(input(), TFloat32.class);
      return scope.cast(tf.math.add(tf.math.mul(x, factor), term), arithmetic.type());
    }

    private Operand<T> normedByBatch(BatchNorm operation, Class<? extends TNumber> type) {
      Operand<TFloat32> none = tf.constant(new float[0]);
      FusedBatchNorm<?, TFloat32> norm = fused(operation, new Moments(none, none), true, type);
      norms.put(layer.index(), norm);
      batchMoments.put(layer, new Moments(norm.batchMean(), norm.batchVariance()));
      return scope.cast(norm.y(), arithmetic.type());
    }

    private <N extends TNumber> FusedBatchNorm<N, TFloat32> fused(
        BatchNorm operation, Moments given, boolean byBatch, Class<N> type) {
      return tf.nn.fusedBatchNorm(
          scope.cast(input(), type),
          vector(operation.scale()),
          vector(operation.offset()),
          given.mean(),
          given.variance(),
          FusedBatchNorm.epsilon(BatchNorm.EPSILON),
          FusedBatchNorm.exponentialAvgFactor(1f),
          FusedBatchNorm.isTraining(byBatch));
    }

    @Override
    public Operand<T> visit(Operation.Activation operation) {
      Operand<T> x = input();
      return switch (operation.nonlinearity()) {
        case RELU -> tf.nn.relu(x);
        case LEAKY_RELU -> tf.nn.leakyRelu(x, LeakyRelu.alpha(Nonlinearity.LEAK));
        case TANH -> tf.math.tanh(x);
        case SIGMOID -> tf.math.sigmoid(x);
        case ELU -> tf.nn.elu(x);
        case SOFTPLUS -> tf.math.softplus(x);
        case SILU -> tf.math.mul(x, tf.math.sigmoid(x));
        case GELU -> tf.math.mul(x, Gelu.distribution(scope, x));
      };
    }

    @Override
    public Operand<T> visit(Operation.Sum operation) {
      return scope.sum(inputs);
    }

    @Override
    public Operand<T> visit(Operation.Product operation) {
      return inputs.stream().reduce((first, second) -> tf.math.mul(first, second)).orElseThrow();
    }

    @Override
    public Operand<T> visit(Operation.Concat operation) {
      return scope.concatChannels(inputs);
    }

    @Override
    public Operand<T> visit(Operation.ChannelSlice operation) {
      if (operation.stride() == 1) {
        return scope.sliceChannels(input(), operation.start(), operation.count());
      }
      int end = operation.start() + (operation.count() - 1) * operation.stride() + 1;
      return tf.stridedSlice(
          input(),
          scope.ints(0, 0, 0, operation.start()),
          scope.ints(0, 0, 0, end),
          scope.ints(1, 1, 1, operation.stride()),
          StridedSlice.beginMask(7L),
          StridedSlice.endMask(7L));
    }

    @Override
    public Operand<T> visit(Operation.Pool operation) {
      return switch (operation.kind()) {
        case AVERAGE ->
            tf.nn.avgPool(
                input(), Pooling.window(operation), Pooling.strides(operation), Pooling.SAME);
        case MAX ->
            tf.nn.maxPool(
                input(),
                scope.ints(1, operation.size(), operation.size(), 1),
                scope.ints(1, operation.stride(), operation.stride(), 1),
                Pooling.SAME);
      };
    }

    @Override
    public Operand<T> visit(Operation.GlobalMean operation) {
      return tf.math.mean(input(), scope.ints(1, 2), Mean.keepDims(true));
    }

    @Override
    public Operand<T> visit(Operation.Zero operation) {
      return tf.zerosLike(input());
    }
  }
}
