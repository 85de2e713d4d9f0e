package org.smashnas.tf;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.smashnas.data.Batch;
import org.smashnas.network.Network;
import org.smashnas.space.Encoding;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Forward and backward of one sampled architecture, from fed weights to their gradients. */
final class CandidateProgram implements AutoCloseable {
  private final Program program;
  private final Network network;
  private final Encoding encoding;
  private final CandidateWeights weights;
  private final Operand<TFloat32> images;
  private final Operand<TInt32> labels;
  private final Loss loss;
  private final Operand<TFloat32> gridGradient;
  private final Operand<TFloat32> sharedSquaredNorm;
  private final Map<String, Operand<TFloat32>> sharedGradients;
  private final Map<String, Moments> moments;

  CandidateProgram(Backend backend, Network network, Encoding encoding) {
    this(backend, network, encoding, false);
  }

  /**
   * @param measuresNorm whether the norm of the gradient by shared tensors is wanted; 0 otherwise
   */
  CandidateProgram(Backend backend, Network network, Encoding encoding, boolean measuresNorm) {
    this.network = network;
    this.encoding = encoding;
    program = backend.program();
    GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
    images = scope.images(network.input().shape());
    labels = scope.labels();
    weights = new CandidateWeights(scope, network, encoding);
    ForwardPass forward =
        ForwardPass.training(scope, network, backend.kernels(), weights.values(), images);
    loss = Loss.of(scope, forward.output(), network.output().shape(), labels);
    BackwardPass backward = BackwardPass.run(forward, loss.outputGradient());
    gridGradient = weights.gridGradient(backward);
    sharedGradients = weights.sharedGradients(network, backward);
    sharedSquaredNorm =
        measuresNorm ? scope.squaredNorm(sharedGradients.values()) : scope.scalar(0);
    moments = Moments.shared(scope, forward.batchMoments());
  }

  Network network() {
    return network;
  }

  Encoding encoding() {
    return encoding;
  }

  CandidateGradients run(Batch batch, CandidateInputs inputs) {
    try (TFloat32 imageTensor = HostTensors.images(batch, network.input().shape());
        TInt32 labelTensor = HostTensors.labels(batch)) {
      Session.Runner runner = program.runner().feed(images, imageTensor).feed(labels, labelTensor);
      weights.feed(runner, inputs);
      runner.fetch(loss.mean()).fetch(loss.error()).fetch(gridGradient).fetch(sharedSquaredNorm);
      sharedGradients.values().forEach(runner::fetch);
      moments.values().forEach(pair -> runner.fetch(pair.mean()).fetch(pair.variance()));
      return gradients(runner.run());
    }
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
