package org.smashnas.tf;

import org.smashnas.network.Weight;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Gives the operations of a network their weights. */
interface NetworkWeights {
  /** The values that a layer uses, in HWIO order, normalised if the weight is. */
  Operand<TFloat32> values(Weight weight);
}
