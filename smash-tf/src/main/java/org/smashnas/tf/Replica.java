package org.smashnas.tf;

import java.util.Map;
import java.util.Optional;
import org.smashnas.network.Network;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Forward and backward of a network on one device, for its part of each batch. The gradients are
 * those of the whole batch's mean loss, so the replicas' add up, times the loss scale.
 */
final class Replica {
  private final GraphScope scope;
  private final Operand<TFloat32> images;
  private final Operand<TInt32> labels;
  private final Operand<TFloat32> share;
  private final Loss loss;
  private final BackwardPass<?> backward;
  private final Map<String, Moments> moments;

  /**
   * @param alone whether the part is the whole
   */
  Replica(
      GraphScope scope,
      Network network,
      Arithmetic<?> arithmetic,
      NetworkWeights weights,
      Optional<Operand<TFloat32>> lossScale,
      boolean alone) {
    this.scope = scope;
    images = scope.images(network.input().shape());
    labels = scope.labels();
    share = alone ? scope.scalar(1) : scope.scalarPlaceholder();
    ForwardPass<?> forward = ForwardPass.training(scope, network, arithmetic, weights, images);
    loss = Loss.of(scope, forward.output(), network.output().shape(), labels);
    Operand<TFloat32> whole =
        lossScale
            .<Operand<TFloat32>>map(scale -> scope.tf().math.mul(scale, loss.outputGradient()))
            .orElse(loss.outputGradient());
    backward = BackwardPass.run(forward, alone ? whole : scope.tf().math.mul(share, whole));
    moments = Moments.shared(scope, forward.batchMoments());
  }

  GraphScope scope() {
    return scope;
  }

  /** Where the part's images are fed. */
  Operand<TFloat32> images() {
    return images;
  }

  /** Where the part's classes are fed. */
  Operand<TInt32> labels() {
    return labels;
  }

  /** Where the part's share of the batch is fed. */
  Operand<TFloat32> share() {
    return share;
  }

  Loss loss() {
    return loss;
  }

  BackwardPass<?> backward() {
    return backward;
  }

  /** The moments of the part by the norms' name for their running ones. */
  Map<String, Moments> moments() {
    return moments;
  }
}
