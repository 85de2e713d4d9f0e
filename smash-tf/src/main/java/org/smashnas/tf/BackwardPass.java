package org.smashnas.tf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Weight;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSliceGrad;
import org.tensorflow.op.data.LeakyReluGrad;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.nn.FusedBatchNormGrad;
import org.tensorflow.types.TFloat32;

/**
 * Reverse mode over a network: from the gradient by its output to the gradients by its weights, as
 * the layers use them. TensorFlow's own graph gradients are wrong for dilated convolutions, so each
 * rule is written here and tested against finite differences.
 */
final class BackwardPass {
  private final ForwardPass forward;
  private final GraphScope scope;
  private final Network network;
  private final boolean[] trained;
  private final LayerGradients gradients;
  private final Map<String, List<Operand<TFloat32>>> weightGradients = new LinkedHashMap<>();
  private final Map<String, List<Use>> uses = new LinkedHashMap<>();

  /** A convolution or dense layer that multiplies by a weight, and the gradient by its output. */
  private record Use(Layer layer, Operand<TFloat32> gradient, Optional<Weight> bias) {}

  private BackwardPass(ForwardPass forward, boolean byInput) {
    this.forward = forward;
    this.scope = forward.scope();
    this.network = forward.network();
    this.trained = dependsOnWeights(network, byInput);
    this.gradients = new LayerGradients(scope);
  }

  /** Runs back from the gradient by the network's output. */
  static BackwardPass run(ForwardPass forward, Operand<TFloat32> outputGradient) {
    return new BackwardPass(forward, false).back(outputGradient);
  }

  /** Runs back as far as the network's input. */
  static BackwardPass runToInput(ForwardPass forward, Operand<TFloat32> outputGradient) {
    return new BackwardPass(forward, true).back(outputGradient);
  }

  /** The gradient by the network's input, of a run that went so far. */
  Optional<Operand<TFloat32>> inputGradient() {
    return gradients.of(network.input(), forward.output(network.input()));
  }

  /**
   * The gradient by a weight as the layers use it (normalised, if it is); empty if the output does
   * not depend on it.
   */
  Optional<Operand<TFloat32>> of(Weight weight) {
    List<Operand<TFloat32>> terms = weightGradients.getOrDefault(weight.name(), List.of());
    return terms.isEmpty() ? Optional.empty() : Optional.of(scope.sum(terms));
  }

  /**
   * The derivative along the weight itself, by example, of what the pass went back from: a layer
   * that multiplies by a weight changes its output by as much as it puts out without its bias.
   * Empty if no convolution or dense layer multiplies by it.
   */
  Optional<Operand<TFloat32>> alongWeight(Weight weight) {
    List<Operand<TFloat32>> terms =
        uses.getOrDefault(weight.name(), List.of()).stream().map(this::alongWeight).toList();
    return terms.isEmpty() ? Optional.empty() : Optional.of(scope.sum(terms));
  }

  private Operand<TFloat32> alongWeight(Use use) {
    Ops tf = scope.tf();
    Operand<TFloat32> output = forward.output(use.layer());
    Operand<TFloat32> product =
        use.bias()
            .<Operand<TFloat32>>map(bias -> tf.math.sub(output, forward.values(bias)))
            .orElse(output);
    return tf.reduceSum(tf.math.mul(use.gradient(), product), scope.ints(1, 2, 3));
  }

  private BackwardPass back(Operand<TFloat32> outputGradient) {
    gradients.add(network.output(), outputGradient);
    for (int index = network.output().index(); index > 0; index--) {
      Layer layer = network.layers().get(index);
      if (trained[index]) {
        gradients
            .of(layer, forward.output(layer))
            .ifPresent(gradient -> layer.operation().accept(new LayerBackward(layer, gradient)));
      }
    }
    return this;
  }

  private static boolean[] dependsOnWeights(Network network, boolean byInput) {
    boolean[] depends = new boolean[network.layers().size()];
    depends[0] = byInput;
    for (Layer layer : network.layers()) {
      depends[layer.index()] |=
          !layer.operation().weights().isEmpty()
              || layer.inputs().stream().anyMatch(input -> depends[input]);
    }
    return depends;
  }

  private final class LayerBackward implements Operation.Visitor<Optional<Void>> {
    private final Layer layer;
    private final Operand<TFloat32> dy;
    private final Ops tf = scope.tf();

    LayerBackward(Layer layer, Operand<TFloat32> dy) {
      this.layer = layer;
      this.dy = dy;
    }

    private Layer input() {
      return input(0);
    }

    private Layer input(int number) {
      return network.layers().get(layer.inputs().get(number));
    }

    private Operand<TFloat32> x() {
      return forward.output(input());
    }

    private Operand<TFloat32> y() {
      return forward.output(layer);
    }

    private boolean wanted(Layer reached) {
      return trained[reached.index()];
    }

    private Optional<Void> pass(Operand<TFloat32> dx) {
      gradients.add(input(), dx);
      return Optional.empty();
    }

    private void add(Weight weight, Operand<TFloat32> gradient) {
      weightGradients.computeIfAbsent(weight.name(), name -> new ArrayList<>()).add(gradient);
    }

    private void addUse(Weight weight, Optional<Weight> bias) {
      uses.computeIfAbsent(weight.name(), name -> new ArrayList<>()).add(new Use(layer, dy, bias));
    }

    private void addBias(Optional<Weight> bias) {
      bias.ifPresent(
          weight ->
              add(weight, scope.reshape(tf.reduceSum(dy, scope.ints(0, 1, 2)), weight.shape())));
    }

    @Override
    public Optional<Void> visit(Operation.Input operation) {
      return Optional.empty();
    }

    @Override
    public Optional<Void> visit(Operation.Convolution operation) {
      addUse(operation.kernel(), operation.bias());
      addBias(operation.bias());
      add(
          operation.kernel(),
          forward.kernels().filterGradient(scope, x(), dy, operation, layer.shape()));
      if (!wanted(input())) {
        return Optional.empty();
      }
      Operand<TFloat32> kernel = forward.values(operation.kernel());
      return pass(
          forward.kernels().inputGradient(scope, dy, kernel, x(), operation, input().shape()));
    }

    @Override
    public Optional<Void> visit(Operation.Dense operation) {
      addUse(operation.matrix(), operation.bias());
      addBias(operation.bias());
      int rows = operation.matrix().shape().inputs();
      int columns = operation.matrix().shape().outputs();
      Operand<TFloat32> gradient = scope.reshape(dy, -1, columns);
      Operand<TFloat32> product =
          tf.linalg.matMul(scope.reshape(x(), -1, rows), gradient, MatMul.transposeA(true));
      add(operation.matrix(), scope.reshape(product, operation.matrix().shape()));
      if (!wanted(input())) {
        return Optional.empty();
      }
      Operand<TFloat32> matrix = scope.reshape(forward.values(operation.matrix()), rows, columns);
      return pass(
          tf.reshape(
              tf.linalg.matMul(gradient, matrix, MatMul.transposeB(true)),
              scope.activations(input().shape())));
    }

    @Override
    public Optional<Void> visit(BatchNorm operation) {
      FusedBatchNorm<TFloat32, TFloat32> norm = forward.norm(layer);
      int channels = operation.scale().shape().outputs();
      FusedBatchNormGrad<TFloat32, TFloat32> gradient =
          tf.nn.fusedBatchNormGrad(
              dy,
              x(),
              scope.reshape(forward.values(operation.scale()), channels),
              norm.reserveSpace1(),
              norm.reserveSpace2(),
              norm.reserveSpace3(),
              FusedBatchNormGrad.epsilon(BatchNorm.EPSILON),
              FusedBatchNormGrad.isTraining(true));
      add(operation.scale(), scope.reshape(gradient.scaleBackprop(), operation.scale().shape()));
      add(operation.offset(), scope.reshape(gradient.offsetBackprop(), operation.offset().shape()));
      return pass(gradient.xBackprop());
    }

    @Override
    public Optional<Void> visit(Operation.Activation operation) {
      return switch (operation.nonlinearity()) {
        case RELU -> pass(tf.nn.reluGrad(dy, y()));
        case LEAKY_RELU ->
            pass(LeakyReluGrad.create(tf.scope(), dy, x(), LeakyReluGrad.alpha(Nonlinearity.LEAK)));
        case TANH -> pass(tf.math.tanhGrad(y(), dy));
        case SIGMOID -> pass(tf.math.sigmoidGrad(y(), dy));
        case ELU -> pass(tf.nn.eluGrad(dy, y()));
        case SOFTPLUS -> pass(tf.math.softplusGrad(dy, x()));
        case SILU -> pass(tf.math.mul(dy, siluSlope()));
        case GELU -> pass(tf.math.mul(dy, geluSlope()));
      };
    }

    private Operand<TFloat32> siluSlope() {
      Operand<TFloat32> sigmoid = tf.math.sigmoid(x());
      return tf.math.add(sigmoid, tf.math.mul(y(), tf.math.sub(scope.scalar(1f), sigmoid)));
    }

    private Operand<TFloat32> geluSlope() {
      return tf.math.add(Gelu.distribution(scope, x()), tf.math.mul(x(), Gelu.density(scope, x())));
    }

    @Override
    public Optional<Void> visit(Operation.Sum operation) {
      layer.inputs().forEach(index -> addIfWanted(network.layers().get(index), dy));
      return Optional.empty();
    }

    @Override
    public Optional<Void> visit(Operation.Product operation) {
      for (int number = 0; number < layer.inputs().size(); number++) {
        Operand<TFloat32> gradient = dy;
        for (int other = 0; other < layer.inputs().size(); other++) {
          gradient =
              other == number ? gradient : tf.math.mul(gradient, forward.output(input(other)));
        }
        addIfWanted(input(number), gradient);
      }
      return Optional.empty();
    }

    private void addIfWanted(Layer reached, Operand<TFloat32> gradient) {
      if (wanted(reached)) {
        gradients.add(reached, gradient);
      }
    }

    @Override
    public Optional<Void> visit(Operation.Concat operation) {
      int start = 0;
      for (int number = 0; number < layer.inputs().size(); number++) {
        Layer part = input(number);
        if (wanted(part)) {
          gradients.add(part, scope.sliceChannels(dy, start, part.shape().channels()));
        }
        start += part.shape().channels();
      }
      return Optional.empty();
    }

    @Override
    public Optional<Void> visit(Operation.ChannelSlice operation) {
      if (operation.stride() == 1) {
        gradients.addPart(input(), operation.start(), operation.count(), dy);
        return Optional.empty();
      }
      int end = operation.start() + (operation.count() - 1) * operation.stride() + 1;
      return pass(
          tf.stridedSliceGrad(
              tf.shape(x()),
              scope.ints(0, 0, 0, operation.start()),
              scope.ints(0, 0, 0, end),
              scope.ints(1, 1, 1, operation.stride()),
              dy,
              StridedSliceGrad.beginMask(7L),
              StridedSliceGrad.endMask(7L)));
    }

    @Override
    public Optional<Void> visit(Operation.Pool operation) {
      return switch (operation.kind()) {
        case AVERAGE ->
            pass(
                tf.nn.avgPoolGrad(
                    tf.shape(x()),
                    dy,
                    Pooling.window(operation),
                    Pooling.strides(operation),
                    Pooling.SAME));
        case MAX ->
            pass(
                tf.nn.maxPoolGrad(
                    x(),
                    y(),
                    dy,
                    scope.ints(1, operation.size(), operation.size(), 1),
                    scope.ints(1, operation.stride(), operation.stride(), 1),
                    Pooling.SAME));
      };
    }

    @Override
    public Optional<Void> visit(Operation.GlobalMean operation) {
      float places = (float) input().shape().height() * input().shape().width();
      return pass(tf.broadcastTo(tf.math.div(dy, scope.scalar(places)), tf.shape(x())));
    }

    @Override
    public Optional<Void> visit(Operation.Zero operation) {
      return Optional.empty();
    }
  }
}
