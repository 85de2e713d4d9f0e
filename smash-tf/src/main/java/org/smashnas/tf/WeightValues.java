package org.smashnas.tf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.smashnas.network.Weight;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Weights from where they are kept, normalised where they are to be; each is made once. */
final class WeightValues implements NetworkWeights {
  private final GraphScope scope;
  private final Function<Weight, Operand<TFloat32>> kept;
  private final Map<String, Operand<TFloat32>> values = new HashMap<>();
  private final Map<String, WeightNorm> norms = new HashMap<>();

  WeightValues(GraphScope scope, Function<Weight, Operand<TFloat32>> kept) {
    this.scope = scope;
    this.kept = kept;
  }

  @Override
  public Operand<TFloat32> values(Weight weight) {
    Operand<TFloat32> known = values.get(weight.name());
    if (known != null) {
      return known;
    }
    Operand<TFloat32> made = make(weight);
    values.put(weight.name(), made);
    return made;
  }

  private Operand<TFloat32> make(Weight weight) {
    if (!weight.normalised()) {
      return kept.apply(weight);
    }
    WeightNorm norm = WeightNorm.of(scope, kept.apply(weight));
    norms.put(weight.name(), norm);
    return norm.unit();
  }

  /** The gradient by the weight as it is kept; empty if the loss does not depend on it. */
  Optional<Operand<TFloat32>> gradient(Weight weight, BackwardPass<?> backward) {
    WeightNorm norm = norms.get(weight.name());
    Optional<Operand<TFloat32>> gradient = backward.of(weight);
    return norm == null ? gradient : gradient.map(used -> norm.gradient(scope, used));
  }
}
