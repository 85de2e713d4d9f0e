package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkState;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation;
import org.smashnas.network.Shape;
import org.smashnas.random.RandomStreams;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The logarithm of the synaptic flow, Σ |θ · ∂R/∂θ| (Tanaka et al. 2020, arXiv 2006.05467; as a
 * predictor Abdelfattah et al. 2021, arXiv 2101.08134). All weights are replaced by their absolute
 * values, norms are left out, weight norms among them, the input is 1 everywhere, and R is the sum
 * of the outputs. The sum is over the weights that convolutions and dense layers multiply by;
 * biases, 0 at the start, would add nothing.
 *
 * <p>With weights and input at least 0, activations are too, and so are the slopes of all
 * nonlinearities there. No term of the sum is negative then, so it is the derivative of R along the
 * weights, which a layer shows by its output and the gradient by it: no gradient by a weight is
 * computed. Each layer multiplies the flow by ten or more, hence float64.
 */
record Synflow(Backend backend) implements ZeroCostProxy {
  /** Of a flow of 0, below the logarithm of any other. */
  static final double NO_FLOW = Math.log(Double.MIN_VALUE);

  @Override
  public double of(Network whole, RandomStreams initial) {
    Network network = whole.withoutBatchNorms();
    if (!dependsOnInput(network)) {
      return NO_FLOW;
    }
    try (Program program = backend.program()) {
      GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
      FedWeights weights = new FedWeights(scope, network);
      Optional<Operand<TFloat64>> flow = flow(scope, network, weights);
      return flow.isEmpty()
          ? NO_FLOW
          : logarithm(run(program, flow.get(), weights, network, initial), network);
    }
  }

  private Optional<Operand<TFloat64>> flow(GraphScope scope, Network network, FedWeights weights) {
    ForwardPass<TFloat64> forward =
        ForwardPass.training(
            scope,
            network,
            backend.float64Arithmetic(),
            weight -> scope.tf().math.abs(weights.raw(weight)),
            ones(scope, network.input().shape()));
    return BackwardPass.run(forward, ones(scope, network.output().shape())).alongAllWeights();
  }

  private static Operand<TFloat32> ones(GraphScope scope, Shape shape) {
    return scope
        .tf()
        .fill(scope.ints(1, shape.height(), shape.width(), shape.channels()), scope.scalar(1));
  }

  private static double run(
      Program program,
      Operand<TFloat64> flow,
      FedWeights weights,
      Network network,
      RandomStreams initial) {
    Session.Runner runner = program.runner().fetch(flow);
    List<Tensor> fed = new ArrayList<>();
    try {
      weights.feed(runner, fed, InitialValues.of(network, initial));
      try (Result result = OperationsEvent.run("synflow", runner)) {
        return ((TFloat64) result.get(0)).getDouble();
      }
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  private static double logarithm(double flow, Network network) {
    checkState(
        Double.isFinite(flow),
        "the synaptic flow of %s is above the range of float64, about 1e308; compare networks of"
            + " fewer layers in a row by it",
        network);
    return Math.log(Math.max(flow, Double.MIN_VALUE));
  }

  /** A nonlinearity that is not 0 at 0 makes a flow even of zeros. */
  private static boolean dependsOnInput(Network network) {
    boolean[] depends = new boolean[network.layers().size()];
    for (Layer layer : network.layers()) {
      depends[layer.index()] =
          layer.index() == 0
              || (!(layer.operation() instanceof Operation.Zero)
                  && layer.inputs().stream().anyMatch(input -> depends[input]));
    }
    return depends[network.output().index()];
  }
}
