package org.smashnas.tf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.smashnas.data.Batch;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation;
import org.smashnas.random.RandomStreams;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * How well an untrained network tells the examples of a batch apart (Mellor et al. 2021, "Neural
 * Architecture Search without Training", arXiv 2006.04647): log |det K|, where K counts for each
 * two examples the units whose binary codes agree. The code of a unit says whether what an
 * activation layer reads is above 0, which for ReLU is whether the unit is active. All activation
 * layers count, of any nonlinearity; norms use the moments of the batch.
 *
 * <p>K is made of integers, so its determinant is at least 1 unless it is 0.
 *
 * @param batch the same for all networks that are to be compared
 */
record Naswot(Backend backend, Batch batch) implements ZeroCostProxy {
  /** Of a singular matrix, below the logarithm of any other. */
  static final double SINGULAR = Math.log(Double.MIN_VALUE);

  @Override
  public double of(Network network, RandomStreams initial) {
    return logDeterminant(agreements(network, initial));
  }

  /** For each two examples the number of units whose codes agree. */
  double[][] agreements(Network network, RandomStreams initial) {
    List<Layer> read = readByActivations(network);
    double[][] agreements = new double[batch.size()][batch.size()];
    if (read.isEmpty()) {
      return agreements;
    }
    try (Program program = backend.program()) {
      GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
      Operand<TFloat32> images = scope.images(network.input().shape());
      FedWeights weights = new FedWeights(scope, network);
      WeightValues values = new WeightValues(scope, weights::raw);
      ForwardPass<?> forward =
          ForwardPass.training(scope, network, backend.unscaledArithmetic(), values, images);
      Session.Runner runner = program.runner();
      read.forEach(layer -> runner.fetch(products(forward, layer)));
      List<Tensor> fed = new ArrayList<>();
      try {
        fed.add(HostTensors.images(batch, network.input().shape()));
        runner.feed(images, fed.get(0));
        weights.feed(runner, fed, InitialValues.of(network, initial));
        add(agreements, runner, read);
      } finally {
        fed.forEach(Tensor::close);
      }
    }
    return agreements;
  }

  private static List<Layer> readByActivations(Network network) {
    return network.layers().stream()
        .filter(layer -> layer.operation() instanceof Operation.Activation)
        .map(layer -> network.inputsOf(layer).get(0))
        .toList();
  }

  /** For each two examples the sum of the products of their units' signs, which float32 counts. */
  private static <T extends TNumber> Operand<TFloat32> products(
      ForwardPass<T> forward, Layer layer) {
    GraphScope scope = forward.scope();
    Ops tf = scope.tf();
    Operand<T> values = scope.reshape(forward.output(layer), -1, layer.shape().size());
    Operand<TFloat32> active =
        scope.cast(
            tf.select(
                tf.math.greater(values, scope.scalar(0, values.type())),
                tf.onesLike(values),
                tf.math.neg(tf.onesLike(values))),
            TFloat32.class);
    return tf.linalg.matMul(active, active, MatMul.transposeB(true));
  }

  private static void add(double[][] agreements, Session.Runner runner, List<Layer> read) {
    try (Result result = OperationsEvent.run("naswot", runner)) {
      for (int index = 0; index < read.size(); index++) {
        add(agreements, HostTensors.read(result.get(index)), read.get(index).shape().size());
      }
    }
  }

  /** A sum of products is the units that agree less those that do not. */
  private static void add(double[][] agreements, float[] products, int units) {
    int examples = agreements.length;
    for (int index = 0; index < products.length; index++) {
      agreements[index / examples][index % examples] += ((double) products[index] + units) / 2;
    }
  }

  static double logDeterminant(double[][] agreements) {
    double[] eigenvalues =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(agreements)).getEigenvalues();
    double largest = Arrays.stream(eigenvalues).max().orElseThrow();
    double smallest = Arrays.stream(eigenvalues).min().orElseThrow();
    // What is left of 0 by rounding.
    return smallest <= eigenvalues.length * Math.ulp(largest)
        ? SINGULAR
        : Arrays.stream(eigenvalues).map(Math::log).sum();
  }
}
