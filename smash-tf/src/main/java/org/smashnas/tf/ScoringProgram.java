package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smashnas.data.Batch;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.space.Encoding;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Forward of one architecture with given moments. */
final class ScoringProgram implements AutoCloseable {
  private final Program program;
  private final Network network;
  private final CandidateWeights weights;
  private final Operand<TFloat32> images;
  private final Map<Layer, Moments> moments = new LinkedHashMap<>();
  private final Operand<TFloat32> logProbabilities;

  ScoringProgram(Backend backend, Network network, Encoding encoding) {
    this.network = network;
    program = backend.program();
    GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
    Ops tf = scope.tf();
    images = scope.images(network.input().shape());
    weights = new CandidateWeights(scope, network, encoding);
    for (Layer layer : network.layers()) {
      if (layer.operation() instanceof BatchNorm norm) {
        Shape channels = Shape.of(norm.scale().shape().outputs());
        moments.put(
            layer,
            new Moments(
                tf.placeholder(TFloat32.class, Placeholder.shape(channels)),
                tf.placeholder(TFloat32.class, Placeholder.shape(channels))));
      }
    }
    ForwardPass<?> inference =
        ForwardPass.inference(
            scope,
            network,
            backend.arithmetic(),
            weights.values(),
            images,
            layer -> checkNotNull(moments.get(layer)));
    logProbabilities = scope.logProbabilities(inference.output(), network.output().shape());
  }

  /** One row an example, one column a class. */
  float[][] logProbabilities(
      Batch batch, CandidateInputs inputs, Map<Layer, ChannelMoments> given) {
    List<TFloat32> fed = new ArrayList<>();
    try {
      TFloat32 imageTensor = HostTensors.images(batch, network.input().shape());
      fed.add(imageTensor);
      Session.Runner runner = program.runner().feed(images, imageTensor).fetch(logProbabilities);
      weights.feed(runner, inputs);
      moments.forEach(
          (norm, placeholders) -> {
            ChannelMoments values = checkNotNull(given.get(norm));
            feed(runner, fed, placeholders.mean(), values.mean());
            feed(runner, fed, placeholders.variance(), values.variance());
          });
      try (Result result = OperationsEvent.run("scoring", runner)) {
        return HostTensors.readRows(result.get(0), network.output().shape().size());
      }
    } finally {
      fed.forEach(TFloat32::close);
    }
  }

  private static void feed(
      Session.Runner runner, List<TFloat32> fed, Operand<TFloat32> placeholder, float[] values) {
    TFloat32 tensor = TFloat32.vectorOf(values);
    fed.add(tensor);
    runner.feed(placeholder, tensor);
  }

  @Override
  public void close() {
    program.close();
  }
}
