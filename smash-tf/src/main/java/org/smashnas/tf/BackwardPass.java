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
import org.tensorflow.types.family.TNumber;

/**
 * Reverse mode over a network: from the gradient by its output to the gradients by its weights, as
 * the layers use them. TensorFlow's own graph gradients are wrong for dilated convolutions, so each
 * rule is written here and tested against finite differences.
 */
final class BackwardPass<T extends TNumber> {
  private final ForwardPass<T> forward;
  private final GraphScope scope;
  private final Network network;
  private final boolean[] trained;
  private final LayerGradients<T> gradients;
  private final Map<String, List<Operand<TFloat32>>> weightGradients = new LinkedHashMap<>();
  private final Map<String, List<Use<T>>> uses = new LinkedHashMap<>();

  /** A convolution or dense layer that multiplies by a weight, and the gradient by its output. */
  private record Use<T extends TNumber>(Layer layer, Operand<T> gradient, Optional<Weight> bias) {}

  private BackwardPass(ForwardPass<T> forward, boolean byInput) {
    this.forward = forward;
    this.scope = forward.scope();
    this.network = forward.network();
    this.trained = dependsOnWeights(network, byInput);
    this.gradients = new LayerGradients<>(scope);
  }

  /** Runs back from the gradient by the network's output. */
  static <T extends TNumber> BackwardPass<T> run(
      ForwardPass<T> forward, Operand<TFloat32> outputGradient) {
    return new BackwardPass<>(forward, false).back(outputGradient);
  }

  /** Runs back as far as the network's input. */
  static <T extends TNumber> BackwardPass<T> runToInput(
      ForwardPass<T> forward, Operand<TFloat32> outputGradient) {
    return new BackwardPass<>(forward, true).back(outputGradient);
  }

  /** The gradient by the network's input, of a run that went so far. */
  Optional<Operand<TFloat32>> inputGradient() {
    return gradients
        .of(network.input(), forward.output(network.input()))
        .map(gradient -> scope.cast(gradient, TFloat32.class));
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

  private Operand<TFloat32> alongWeight(Use<T> use) {
    return scope
        .tf()
        .reduceSum(scope.cast(termsAlongWeight(use), TFloat32.class), scope.ints(1, 2, 3));
  }

  private Operand<T> termsAlongWeight(Use<T> use) {
    Ops tf = scope.tf();
    Operand<T> output = forward.output(use.layer());
    Operand<T> product =
        use.bias()
            .<Operand<T>>map(bias -> tf.math.sub(output, forward.factors(bias)))
            .orElse(output);
    return tf.math.mul(use.gradient(), product);
  }

  /**
   * The derivatives along all weights that convolutions and dense layers multiply by, each along
   * itself, added up over weights and examples, in the arithmetic's own type. Empty if what the
   * pass went back from depends on none.
   */
  Optional<Operand<T>> alongAllWeights() {
    List<Operand<T>> terms =
        uses.values().stream()
            .flatMap(List::stream)
            .<Operand<T>>map(
                use -> scope.tf().reduceSum(termsAlongWeight(use), scope.ints(0, 1, 2, 3)))
            .toList();
    return terms.isEmpty() ? Optional.empty() : Optional.of(scope.sum(terms));
  }

  private BackwardPass<T> back(Operand<TFloat32> outputGradient) {
    gradients.add(network.output(), scope.cast(outputGradient, forward.arithmetic().type()));
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
    private final Operand<T> dy;
    private final Ops tf = scope.tf();

    LayerBackward(Layer layer, Operand<T> dy) {
      this.layer = layer;
      this.dy = dy;
    }

    private Layer input() {
      return input(0);
    }

    private Layer input(int number) {
      return network.layers().get(layer.inputs().get(number));
    }

    private Operand<T> x() {
      return forward.output(input());
    }

    private Operand<T> y() {
      return forward.output(layer);
    }

    private boolean wanted(Layer reached) {
      return trained[reached.index()];
    }

    private Optional<Void> pass(Operand<T> dx) {
      gradients.add(input(), dx);
      return Optional.empty();
    }

    private void add(Weight weight, Operand<? extends TNumber> gradient) {
      weightGradients
          .computeIfAbsent(weight.name(), name -> new ArrayList<>())
          .add(scope.cast(gradient, TFloat32.class));
    }

    private void addUse(Weight weight, Optional<Weight> bias) {
      uses.computeIfAbsent(weight.name(), name -> new ArrayList<>())
          .add(new Use<>(layer, dy, bias));
    }

    private void addBias(Optional<Weight> bias) {
      bias.ifPresent(
          weight -> {
            // Sums over many places leave the range of float16.
            Operand<TFloat32> sum =
                tf.reduceSum(scope.cast(dy, TFloat32.class), scope.ints(0, 1, 2));
            add(weight, scope.reshape(sum, weight.shape()));
          });
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
          forward.arithmetic().kernels().filterGradient(scope, x(), dy, operation, layer.shape()));
      if (!wanted(input())) {
        return Optional.empty();
      }
      Operand<T> kernel = forward.factors(operation.kernel());
      return pass(
          forward
              .arithmetic()
              .kernels()
              .inputGradient(scope, dy, kernel, x(), operation, input().shape()));
    }

    @Override
    public Optional<Void> visit(Operation.Dense operation) {
      addUse(operation.matrix(), operation.bias());
      addBias(operation.bias());
      int rows = operation.matrix().shape().inputs();
      int columns = operation.matrix().shape().outputs();
      Operand<T> gradient = scope.reshape(dy, -1, columns);
      Operand<T> product =
          tf.linalg.matMul(scope.reshape(x(), -1, rows), gradient, MatMul.transposeA(true));
      add(operation.matrix(), scope.reshape(product, operation.matrix().shape()));
      if (!wanted(input())) {
        return Optional.empty();
      }
      Operand<T> matrix = scope.reshape(forward.factors(operation.matrix()), rows, columns);
      return pass(
          tf.reshape(
              tf.linalg.matMul(gradient, matrix, MatMul.transposeB(true)),
              scope.activations(input().shape())));
    }

    @Override
    public Optional<Void> visit(BatchNorm operation) {
      return back(operation, forward.norm(layer));
    }

    private <N extends TNumber> Optional<Void> back(
        BatchNorm operation, FusedBatchNorm<N, TFloat32> norm) {
      int channels = operation.scale().shape().outputs();
      Class<N> type = norm.y().type();
      FusedBatchNormGrad<N, TFloat32> gradient =
          tf.nn.fusedBatchNormGrad(
              scope.cast(dy, type),
              scope.cast(x(), type),
              scope.reshape(forward.values(operation.scale()), channels),
              norm.reserveSpace1(),
              norm.reserveSpace2(),
              norm.reserveSpace3(),
              FusedBatchNormGrad.epsilon(BatchNorm.EPSILON),
              FusedBatchNormGrad.isTraining(true));
      add(operation.scale(), scope.reshape(gradient.scaleBackprop(), operation.scale().shape()));
      add(operation.offset(), scope.reshape(gradient.offsetBackprop(), operation.offset().shape()));
      return pass(scope.cast(gradient.xBackprop(), dy.type()));
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

    private Operand<T> siluSlope() {
      Operand<T> sigmoid = tf.math.sigmoid(x());
      return tf.math.add(
          sigmoid, tf.math.mul(y(), tf.math.sub(scope.scalar(1f, dy.type()), sigmoid)));
    }

    private Operand<T> geluSlope() {
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
        Operand<T> gradient = dy;
        for (int other = 0; other < layer.inputs().size(); other++) {
          gradient =
              other == number ? gradient : tf.math.mul(gradient, forward.output(input(other)));
        }
        addIfWanted(input(number), gradient);
      }
      return Optional.empty();
    }

    private void addIfWanted(Layer reached, Operand<T> gradient) {
      if (wanted(reached)) {
        gradients.add(reached, gradient);
      }
    }

    @Override
    public Optional<Void> visit(Operation.Concat operation) {
      List<Layer> parts = layer.inputs().stream().map(network.layers()::get).toList();
      List<Operand<T>> gradients =
          scope.splitChannels(
              dy, parts.stream().mapToInt(part -> part.shape().channels()).toArray());
      for (int number = 0; number < parts.size(); number++) {
        addIfWanted(parts.get(number), gradients.get(number));
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
      Operand<T> quotient = placesShare(forward.arithmetic().wideType());
      return pass(tf.broadcastTo(quotient, tf.shape(x())));
    }

    private <W extends TNumber> Operand<T> placesShare(Class<W> wide) {
      float places = (float) input().shape().height() * input().shape().width();
      return scope.cast(tf.math.div(scope.cast(dy, wide), scope.scalar(places, wide)), dy.type());
    }

    @Override
    public Optional<Void> visit(Operation.Zero operation) {
      return Optional.empty();
    }
  }
}
