package org.smashnas.tf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.smashnas.data.Batch;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation;
import org.smashnas.network.Weight;
import org.smashnas.random.RandomStreams;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * The sum over convolutions' kernels and dense layers' matrices of the L2 norm of the gradient of
 * the mean cross-entropy of a batch (Abdelfattah et al. 2021, arXiv 2101.08134). Norms use the
 * moments of the batch; their scales and offsets, and biases, do not count. A weight of several
 * layers counts once.
 *
 * @param batch the same for all networks that are to be compared
 */
record GradientNorm(Backend backend, Batch batch) implements ZeroCostProxy {

  @Override
  public double of(Network network, RandomStreams initial) {
    try (Program program = backend.program()) {
      GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
      FedWeights fed = new FedWeights(scope, network);
      WeightValues values = new WeightValues(scope, fed::raw);
      Replica replica =
          new Replica(scope, network, backend.unscaledArithmetic(), values, Optional.empty(), true);
      Session.Runner runner = program.runner();
      List<Operand<TFloat32>> norms = norms(scope, network, values, replica.backward());
      norms.forEach(runner::fetch);
      return norms.isEmpty() ? 0 : sum(runner, replica, fed, network, initial);
    }
  }

  private static List<Operand<TFloat32>> norms(
      GraphScope scope, Network network, WeightValues values, BackwardPass<?> backward) {
    return multiplied(network).stream()
        .flatMap(weight -> values.gradient(weight, backward).stream())
        .<Operand<TFloat32>>map(
            gradient -> scope.tf().math.sqrt(scope.squaredNorm(List.of(gradient))))
        .toList();
  }

  private static List<Weight> multiplied(Network network) {
    Map<String, Weight> multiplied = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      if (layer.operation() instanceof Operation.Convolution convolution) {
        multiplied.put(convolution.kernel().name(), convolution.kernel());
      } else if (layer.operation() instanceof Operation.Dense dense) {
        multiplied.put(dense.matrix().name(), dense.matrix());
      }
    }
    return List.copyOf(multiplied.values());
  }

  private double sum(
      Session.Runner runner,
      Replica replica,
      FedWeights weights,
      Network network,
      RandomStreams initial) {
    List<Tensor> fed = new ArrayList<>();
    try {
      fed.add(HostTensors.images(batch, network.input().shape()));
      runner.feed(replica.images(), fed.get(0));
      fed.add(HostTensors.labels(batch, 0, batch.size()));
      runner.feed(replica.labels(), fed.get(1));
      weights.feed(runner, fed, InitialValues.of(network, initial));
      double sum = 0;
      try (Result result = OperationsEvent.run("gradient norm", runner)) {
        for (int index = 0; index < result.size(); index++) {
          sum += HostTensors.read(result.get(index))[0];
        }
      }
      return sum;
    } finally {
      fed.forEach(Tensor::close);
    }
  }
}
