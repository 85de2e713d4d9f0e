package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.smashnas.data.Batch;
import org.smashnas.network.Network;
import org.smashnas.network.Shape;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * Data parallelism: a network on several devices, each with a part of the batch, whose findings the
 * first device brings together, always in the same order.
 */
final class Replicas {
  private final GraphScope first;
  private final Shape input;
  private final ImmutableList<Replica> replicas;

  private Replicas(GraphScope first, Shape input, ImmutableList<Replica> replicas) {
    this.first = first;
    this.input = input;
    this.replicas = replicas;
  }

  /**
   * @param scopes one a device
   * @param weights likewise
   * @param lossScale what gradients are multiplied by on their way back
   */
  static Replicas of(
      List<GraphScope> scopes,
      Network network,
      Arithmetic<?> arithmetic,
      List<? extends NetworkWeights> weights,
      Optional<Operand<TFloat32>> lossScale) {
    boolean alone = scopes.size() == 1;
    return new Replicas(
        scopes.get(0),
        network.input().shape(),
        Streams.zip(
                scopes.stream(),
                weights.stream(),
                (scope, values) ->
                    new Replica(scope, network, arithmetic, values, lossScale, alone))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * The ways back, one a device; gradients of the whole batch's mean loss, scaled, are their sums.
   */
  List<BackwardPass<?>> backwards() {
    return replicas.stream().<BackwardPass<?>>map(Replica::backward).toList();
  }

  /** The mean loss of the batch. */
  Operand<TFloat32> loss() {
    return mean(replica -> replica.loss().mean());
  }

  /** The fraction of the batch that is wrong. */
  Operand<TFloat32> error() {
    return mean(replica -> replica.loss().error());
  }

  /**
   * The means of the parts' moments, weighted by their examples, by the norms' name for the running
   * ones.
   */
  Map<String, Moments> moments() {
    Map<String, Moments> means = new LinkedHashMap<>();
    for (String name : replicas.get(0).moments().keySet()) {
      means.put(
          name,
          new Moments(
              mean(replica -> checkNotNull(replica.moments().get(name)).mean()),
              mean(replica -> checkNotNull(replica.moments().get(name)).variance())));
    }
    return means;
  }

  private Operand<TFloat32> mean(Function<Replica, Operand<TFloat32>> value) {
    if (replicas.size() == 1) {
      return value.apply(replicas.get(0));
    }
    return first.sum(
        replicas.stream()
            .<Operand<TFloat32>>map(
                replica -> replica.scope().tf().math.mul(replica.share(), value.apply(replica)))
            .toList());
  }

  /**
   * Feeds each device its part of a batch, which has at least one example for each. The caller
   * closes the tensors after the run.
   */
  List<Tensor> feed(Session.Runner runner, Batch batch) {
    List<Tensor> fed = new ArrayList<>();
    int start = 0;
    for (int index = 0; index < replicas.size(); index++) {
      int count = count(batch.size(), index);
      feed(runner, fed, replicas.get(index), batch, start, count);
      start += count;
    }
    return fed;
  }

  /** The larger parts come first. */
  private int count(int examples, int index) {
    return examples / replicas.size() + (index < examples % replicas.size() ? 1 : 0);
  }

  private void feed(
      Session.Runner runner, List<Tensor> fed, Replica replica, Batch batch, int start, int count) {
    Tensor images = HostTensors.images(batch, start, count, input);
    fed.add(images);
    Tensor labels = HostTensors.labels(batch, start, count);
    fed.add(labels);
    runner.feed(replica.images(), images).feed(replica.labels(), labels);
    if (replicas.size() > 1) {
      HostTensors.feed(runner, fed, replica.share(), (double) count / batch.size());
    }
  }
}
