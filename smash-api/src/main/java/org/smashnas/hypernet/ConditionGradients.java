package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import org.smashnas.network.Condition;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightSource;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.Encoding;

/**
 * How the loss of one architecture changes with its conditions and its generated weights. Do not
 * change the arrays.
 *
 * @param encoding what the HyperNet was told
 * @param loss the mean cross-entropy in nats
 * @param byWeight for each generated weight by its name: one row a slice, one column a feature; the
 *     derivative of the loss by the feature's value over all positions of the weight
 * @param removals for each generated weight by its name: how the loss would change were the weight
 *     zero; what is not named counts as no change
 */
public record ConditionGradients(
    Encoding encoding,
    double loss,
    ImmutableMap<String, float[][]> byWeight,
    ImmutableMap<String, Removal> removals) {

  /**
   * The gradient by one field of one slice.
   *
   * @param weight the name of a generated weight
   * @param slice from 0
   * @param field the field's name
   * @return one number a value of the field
   * @throws IllegalArgumentException if there is no such weight or field
   */
  public float[] of(String weight, int slice, String field) {
    float[][] rows = byWeight.get(weight);
    checkArgument(
        rows != null, "no generated weight is called %s; there are %s", weight, byWeight.keySet());
    ConditionFields.Field place = encoding.grid().fields().field(field);
    float[] values = new float[place.size()];
    System.arraycopy(checkNotNull(rows)[slice], place.offset(), values, 0, place.size());
    return values;
  }

  /**
   * The change of the loss to first order if the HyperNet were told another architecture's
   * conditions: features that become marked move from −1 to +1. Weights of one name are compared
   * slice by slice; what has no counterpart counts as no change.
   *
   * @param other the other architecture's encoding, on the same grid
   * @return the expected change of the loss, negative for the better
   */
  public double expectedChange(Encoding other) {
    return other.weights().stream().mapToDouble(placement -> change(placement.weight())).sum();
  }

  /**
   * How the loss would change if all were removed that another architecture lacks. Generated
   * weights of the two are aligned in order by the features that their conditions mark, whatever
   * their names; of each weight the share of features counts that its counterpart does not mark,
   * the whole weight if it has none. What the other architecture adds counts as no change.
   *
   * @param other the other architecture's encoding, on the same grid
   * @return the sum over all weights
   */
  public Removal expectedRemoval(Encoding other) {
    WeightAlignment alignment = WeightAlignment.of(encoding, other);
    Removal sum = Removal.NOTHING;
    for (int index = 0; index < encoding.weights().size(); index++) {
      String name = encoding.weights().get(index).weight().name();
      Removal whole = removals.getOrDefault(name, Removal.NOTHING);
      sum = sum.plus(whole.times(alignment.lost(index)));
    }
    return sum;
  }

  private double change(Weight weight) {
    float[][] rows = byWeight.get(weight.name());
    if (rows == null || !(weight.source() instanceof WeightSource.Generated generated)) {
      return 0;
    }
    Condition old =
        encoding.weights().stream()
            .filter(placement -> placement.weight().name().equals(weight.name()))
            .findFirst()
            .orElseThrow()
            .condition();
    double change = 0;
    for (int slice = 0;
        slice < Math.min(rows.length, generated.condition().slices().size());
        slice++) {
      change +=
          change(rows[slice], old.slices().get(slice), generated.condition().slices().get(slice));
    }
    return change;
  }

  private static double change(
      float[] gradient, ImmutableSortedSet<Integer> old, ImmutableSortedSet<Integer> marked) {
    double change = 0;
    for (int feature : marked) {
      change += old.contains(feature) ? 0 : 2 * gradient[feature];
    }
    for (int feature : old) {
      change -= marked.contains(feature) ? 0 : 2 * gradient[feature];
    }
    return change;
  }
}
