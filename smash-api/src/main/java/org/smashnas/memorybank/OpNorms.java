package org.smashnas.memorybank;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Arrays;

/**
 * Which batch norms the ops of a network have. In a scored network the norms that stand at the same
 * place of a block's ops share scale and offset, by leading channels; in a derived one each has its
 * own.
 */
public enum OpNorms {
  /**
   * Behind the 1x1 and behind each k×k convolution: what an op adds to a bank is as large as the
   * bank, whatever the scale of generated and shared weights.
   */
  EACH_CONVOLUTION(Place.BEHIND_ONE_BY_ONE, Place.BEHIND_CONVOLUTION),
  /** None: of all weights the 1x1 alone is divided, by its L2 norm. The paper's scored networks. */
  WEIGHT_NORM,
  /** Before each nonlinearity of the grid of convolutions: {@code --op-bn} of the paper's code. */
  GRID(Place.BEFORE_NONLINEARITY),
  /** Batch norm and ReLU before the 1x1. */
  BEFORE(Place.BEFORE_ONE_BY_ONE),
  /** Batch norm and ReLU before the 1x1, batch norm behind it. The paper's derived networks. */
  SANDWICH(Place.BEFORE_ONE_BY_ONE, Place.BEHIND_ONE_BY_ONE),
  /** As {@link #SANDWICH}, with the norms of {@link #GRID} too. */
  FULL(Place.BEFORE_ONE_BY_ONE, Place.BEHIND_ONE_BY_ONE, Place.BEFORE_NONLINEARITY);

  /** Where in an op a norm may stand. */
  enum Place {
    BEFORE_ONE_BY_ONE,
    BEHIND_ONE_BY_ONE,
    BEFORE_NONLINEARITY,
    BEHIND_CONVOLUTION
  }

  private final ImmutableSet<Place> places;

  OpNorms(Place... places) {
    this.places = Sets.immutableEnumSet(Arrays.asList(places));
  }

  boolean stand(Place place) {
    return places.contains(place);
  }
}
