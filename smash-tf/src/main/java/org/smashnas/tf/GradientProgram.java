package org.smashnas.tf;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.smashnas.data.Batch;
import org.smashnas.hypernet.Removal;
import org.smashnas.network.Network;
import org.smashnas.space.Encoding;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Forward and backward of one architecture, to learn what of it its loss depends on. */
final class GradientProgram implements AutoCloseable {
  private final Program program;
  private final Network network;
  private final CandidateWeights weights;
  private final Replica replica;
  private final Operand<TFloat32> gridGradient;
  private final Map<String, RemovalTerms> removals = new LinkedHashMap<>();

  private record RemovalTerms(Operand<TFloat32> first, Operand<TFloat32> second) {}

  /**
   * What one batch tells. It owns its tensors.
   *
   * @param gridGradient by the generated values, laid out as they are
   * @param removals how the loss would change were a generated weight zero, by the weight's name
   */
  record Found(
      Result result, double loss, Tensor gridGradient, ImmutableMap<String, Removal> removals)
      implements AutoCloseable {
    @Override
    public void close() {
      result.close();
    }
  }

  GradientProgram(Backend backend, Network network, Encoding encoding) {
    this.network = network;
    program = backend.program();
    GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
    weights = new CandidateWeights(scope, network, encoding);
    replica =
        new Replica(
            scope, network, backend.unscaledArithmetic(), weights.values(), Optional.empty(), true);
    BackwardPass<?> backward = replica.backward();
    gridGradient = weights.gridGradient(backward);
    for (Encoding.Placement placement : encoding.weights()) {
      backward
          .alongWeight(placement.weight())
          .ifPresent(along -> removals.put(placement.weight().name(), removal(scope, along)));
    }
  }

  /**
   * What goes back is the gradient of the mean over the examples; an example's own is as many times
   * that as there are examples.
   */
  private RemovalTerms removal(GraphScope scope, Operand<TFloat32> along) {
    Ops tf = scope.tf();
    Operand<TFloat32> examples = tf.dtypes.cast(tf.size(replica.labels()), TFloat32.class);
    Operand<TFloat32> squares = tf.reduceSum(tf.math.square(along), scope.ints(0));
    return new RemovalTerms(
        tf.math.neg(tf.reduceSum(along, scope.ints(0))),
        tf.math.mul(scope.scalar(0.5f), tf.math.mul(examples, squares)));
  }

  Found run(Batch batch, CandidateInputs inputs) {
    try (TFloat32 imageTensor = HostTensors.images(batch, network.input().shape());
        TInt32 labelTensor = HostTensors.labels(batch, 0, batch.size())) {
      Session.Runner runner =
          program.runner().feed(replica.images(), imageTensor).feed(replica.labels(), labelTensor);
      weights.feed(runner, inputs);
      runner.fetch(replica.loss().mean()).fetch(gridGradient);
      removals.values().forEach(terms -> runner.fetch(terms.first()).fetch(terms.second()));
      return found(runner.run());
    }
  }

  private Found found(Result result) {
    ImmutableMap.Builder<String, Removal> values = ImmutableMap.builder();
    int index = 2;
    for (String name : removals.keySet()) {
      values.put(name, new Removal(scalar(result, index++), scalar(result, index++)));
    }
    return new Found(result, scalar(result, 0), result.get(1), values.buildOrThrow());
  }

  private static double scalar(Result result, int index) {
    return HostTensors.read(result.get(index))[0];
  }

  @Override
  public void close() {
    program.close();
  }
}
