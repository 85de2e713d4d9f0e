package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableSet;
import java.util.Map;
import org.smashnas.network.Network;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;

/** Reads weights off shared tensors. */
final class SharedWeights {
  private SharedWeights() {}

  /** The shared tensors that a network uses, in order of their first use. */
  static ImmutableSet<String> tensors(Network network) {
    return network.weights().values().stream()
        .filter(weight -> weight.source() instanceof WeightSource.Shared)
        .map(weight -> ((WeightSource.Shared) weight.source()).tensor())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** The centred, leading part of its tensor that a weight is. */
  static float[] crop(Weight weight, Map<String, float[]> tensors) {
    WeightSource.Shared source = (WeightSource.Shared) weight.source();
    float[] tensor = checkNotNull(tensors.get(source.tensor()));
    WeightShape full = source.full();
    WeightShape part = weight.shape();
    int top = (full.height() - part.height()) / 2;
    int left = (full.width() - part.width()) / 2;
    float[] values = new float[part.size()];
    int target = 0;
    for (int row = 0; row < part.height(); row++) {
      for (int column = 0; column < part.width(); column++) {
        for (int input = 0; input < part.inputs(); input++) {
          int place = ((row + top) * full.width() + column + left) * full.inputs() + input;
          System.arraycopy(tensor, place * full.outputs(), values, target, part.outputs());
          target += part.outputs();
        }
      }
    }
    return values;
  }
}
