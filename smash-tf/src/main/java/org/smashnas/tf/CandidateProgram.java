package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.smashnas.data.Batch;
import org.smashnas.network.Network;
import org.smashnas.space.Encoding;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/** Forward and backward of one sampled architecture, from fed weights to their gradients. */
final class CandidateProgram implements AutoCloseable {
  private final Program program;
  private final Network network;
  private final Encoding encoding;
  private final CandidateWeights weights;
  private final Optional<Operand<TFloat32>> lossScale;
  private final Replicas replicas;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> error;
  private final Operand<TFloat32> gridGradient;
  private final Operand<TFloat32> sharedSquaredNorm;
  private final Map<String, Operand<TFloat32>> sharedGradients;
  private final Map<String, Moments> moments;

  /** A program on the first device. */
  CandidateProgram(Backend backend, Network network, Encoding encoding) {
    this(backend, network, encoding, 1, false);
  }

  /**
   * @param devices how many share each batch
   * @param measuresNorm whether the norm of the gradient by shared tensors is wanted; 0 otherwise
   */
  CandidateProgram(
      Backend backend, Network network, Encoding encoding, int devices, boolean measuresNorm) {
    this.network = network;
    this.encoding = encoding;
    program = backend.program();
    GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
    weights = new CandidateWeights(scope, network, encoding);
    List<GraphScope> scopes = backend.scopes(scope, devices);
    List<CandidateWeights> copies = scopes.stream().map(weights::on).toList();
    lossScale = backend.lossScale().map(any -> scope.scalarPlaceholder());
    replicas =
        Replicas.of(
            scopes,
            network,
            backend.arithmetic(),
            copies.stream().map(CandidateWeights::values).toList(),
            lossScale);
    loss = replicas.loss();
    error = replicas.error();
    List<BackwardPass<?>> backwards = replicas.backwards();
    gridGradient =
        scope.sum(
            Streams.zip(copies.stream(), backwards.stream(), CandidateWeights::gridGradient)
                .toList());
    sharedGradients =
        sums(
            scope,
            Streams.zip(
                    copies.stream(),
                    backwards.stream(),
                    (copy, backward) -> copy.sharedGradients(network, backward))
                .toList());
    sharedSquaredNorm =
        measuresNorm ? scope.squaredNorm(sharedGradients.values()) : scope.scalar(0);
    moments = replicas.moments();
    program.prepare(fetching());
  }

  /** The sums of what has one name; all maps have the same names. */
  private static Map<String, Operand<TFloat32>> sums(
      GraphScope scope, List<Map<String, Operand<TFloat32>>> parts) {
    Map<String, Operand<TFloat32>> sums = new LinkedHashMap<>();
    for (String name : parts.get(0).keySet()) {
      sums.put(name, scope.sum(parts.stream().map(part -> checkNotNull(part.get(name))).toList()));
    }
    return sums;
  }

  Network network() {
    return network;
  }

  Encoding encoding() {
    return encoding;
  }

  /**
   * @param lossFactor what the gradients are multiplied by; 1 without a loss scale
   */
  CandidateGradients run(Batch batch, CandidateInputs inputs, double lossFactor) {
    Session.Runner runner = fetching();
    List<Tensor> fed = replicas.feed(runner, batch);
    try {
      lossScale.ifPresent(operand -> HostTensors.feed(runner, fed, operand, lossFactor));
      weights.feed(runner, inputs);
      return gradients(OperationsEvent.run("main network", runner));
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  private Session.Runner fetching() {
    Session.Runner runner =
        program.runner().fetch(loss).fetch(error).fetch(gridGradient).fetch(sharedSquaredNorm);
    sharedGradients.values().forEach(runner::fetch);
    moments.values().forEach(pair -> runner.fetch(pair.mean()).fetch(pair.variance()));
    return runner;
  }

  private CandidateGradients gradients(Result result) {
    ImmutableMap.Builder<String, Tensor> shared = ImmutableMap.builder();
    ImmutableMap.Builder<String, Tensor> means = ImmutableMap.builder();
    ImmutableMap.Builder<String, Tensor> variances = ImmutableMap.builder();
    int index = 4;
    for (String tensor : sharedGradients.keySet()) {
      shared.put(tensor, result.get(index++));
    }
    for (String name : moments.keySet()) {
      means.put(name, result.get(index++));
      variances.put(name, result.get(index++));
    }
    return new CandidateGradients(
        result,
        HostTensors.read(result.get(0))[0],
        HostTensors.read(result.get(1))[0],
        result.get(2),
        result.get(3),
        shared.buildOrThrow(),
        means.buildOrThrow(),
        variances.buildOrThrow());
  }

  @Override
  public void close() {
    program.close();
  }
}
