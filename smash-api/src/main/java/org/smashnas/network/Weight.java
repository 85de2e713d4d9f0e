package org.smashnas.network;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One weight of a network. Layers that name equal weights share the values.
 *
 * @param name unique among the different weights of a network, not empty
 * @param shape the shape as the layer uses it
 * @param source where the values come from
 * @param normalised whether the layer uses the weight divided by its L2 norm over the whole tensor
 *     (the paper's simplified weight normalisation); the division is in float32 at any precision
 */
public record Weight(String name, WeightShape shape, WeightSource source, boolean normalised) {

  public Weight {
    checkArgument(!name.isEmpty(), "weight of shape %s has an empty name; give it one", shape);
    if (source instanceof WeightSource.Shared shared) {
      checkShared(name, shape, shared);
    }
  }

  private static void checkShared(String name, WeightShape shape, WeightSource.Shared shared) {
    checkArgument(
        shape.fitsIn(shared.full()),
        "weight %s of shape %s does not fit in the shared tensor %s of shape %s; enlarge the"
            + " tensor",
        name,
        shape,
        shared.tensor(),
        shared.full());
    checkArgument(
        (shared.full().height() - shape.height()) % 2 == 0
            && (shared.full().width() - shape.width()) % 2 == 0,
        "weight %s of shape %s has no centre crop in the shared tensor %s of shape %s; use odd"
            + " kernels in both",
        name,
        shape,
        shared.tensor(),
        shared.full());
  }

  /**
   * A weight that its network alone trains.
   *
   * @param name the name
   * @param shape the shape
   * @return the weight, not normalised
   */
  public static Weight own(String name, WeightShape shape) {
    return new Weight(name, shape, WeightSource.own(), false);
  }

  /**
   * A part of a tensor that all architectures share.
   *
   * @param name the name of the part
   * @param shape the shape of the part
   * @param tensor the name of the tensor
   * @param full the shape of the tensor
   * @return the weight, not normalised
   */
  public static Weight shared(String name, WeightShape shape, String tensor, WeightShape full) {
    return new Weight(name, shape, new WeightSource.Shared(tensor, full), false);
  }

  /**
   * A tensor that all architectures share and use whole.
   *
   * @param name the name of weight and tensor
   * @param shape the shape of both
   * @return the weight, not normalised
   */
  public static Weight shared(String name, WeightShape shape) {
    return shared(name, shape, name, shape);
  }

  /**
   * A weight that the HyperNet writes, divided by its L2 norm as in the paper.
   *
   * @param name the name
   * @param shape the shape
   * @param condition what the HyperNet is told
   * @return the weight, normalised
   */
  public static Weight generated(String name, WeightShape shape, Condition condition) {
    return new Weight(name, shape, new WeightSource.Generated(condition), true);
  }

  /**
   * The same weight without a HyperNet: a generated one becomes a whole shared tensor, which all
   * architectures with a generated weight of this name and shape train; others stay as they are.
   *
   * @return the weight, not generated
   */
  public Weight asShared() {
    return source instanceof WeightSource.Generated
        ? new Weight(name, shape, new WeightSource.Shared(name + " " + shape, shape), normalised)
        : this;
  }

  /**
   * The same weight, trained by its network alone.
   *
   * @return the weight with source {@link WeightSource.Own}
   */
  public Weight asOwn() {
    return new Weight(name, shape, WeightSource.own(), normalised);
  }
}
