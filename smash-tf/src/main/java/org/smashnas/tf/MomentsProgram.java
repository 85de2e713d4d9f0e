package org.smashnas.tf;

import java.util.LinkedHashMap;
import java.util.Map;
import org.smashnas.data.Batch;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.space.Encoding;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/** Forward of one architecture with each batch's moments, which it estimates. */
final class MomentsProgram implements AutoCloseable {
  private final Program program;
  private final Network network;
  private final CandidateWeights weights;
  private final Operand<TFloat32> images;
  private final Map<Layer, Moments> moments;

  MomentsProgram(Backend backend, Network network, Encoding encoding) {
    this.network = network;
    program = backend.program();
    GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
    images = scope.images(network.input().shape());
    weights = new CandidateWeights(scope, network, encoding);
    moments =
        ForwardPass.training(scope, network, backend.arithmetic(), weights.values(), images)
            .batchMoments();
  }

  /** The moments of a batch at each norm. */
  Map<Layer, ChannelMoments> moments(Batch batch, CandidateInputs inputs) {
    Map<Layer, ChannelMoments> found = new LinkedHashMap<>();
    if (moments.isEmpty()) {
      return found;
    }
    try (TFloat32 imageTensor = HostTensors.images(batch, network.input().shape())) {
      Session.Runner runner = program.runner().feed(images, imageTensor);
      weights.feed(runner, inputs);
      moments.values().forEach(pair -> runner.fetch(pair.mean()).fetch(pair.variance()));
      try (Result result = runner.run()) {
        int index = 0;
        for (Layer norm : moments.keySet()) {
          float[] mean = HostTensors.read(result.get(index++));
          float[] variance = HostTensors.read(result.get(index++));
          found.put(norm, new ChannelMoments(mean, variance));
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    program.close();
  }
}
