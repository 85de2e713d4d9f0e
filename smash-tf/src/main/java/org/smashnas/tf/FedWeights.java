package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smashnas.network.Network;
import org.smashnas.network.Weight;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The weights of a network inside a program that runs once: fed, not kept. */
final class FedWeights {
  private final Network network;
  private final Map<String, Operand<TFloat32>> placeholders = new LinkedHashMap<>();

  FedWeights(GraphScope scope, Network network) {
    this.network = network;
    for (Weight weight : network.weights().values()) {
      placeholders.put(
          weight.name(),
          scope
              .tf()
              .placeholder(TFloat32.class, Placeholder.shape(GraphScope.extents(weight.shape()))));
    }
  }

  /** The values fed, not normalised. */
  Operand<TFloat32> raw(Weight weight) {
    return checkNotNull(placeholders.get(weight.name()));
  }

  /** Feeds all weights; the caller closes what was fed after the run. */
  void feed(Session.Runner runner, List<? super Tensor> fed, Map<String, float[]> values) {
    for (Weight weight : network.weights().values()) {
      TFloat32 tensor = HostTensors.weight(checkNotNull(values.get(weight.name())), weight.shape());
      fed.add(tensor);
      runner.feed(raw(weight), tensor);
    }
  }
}
