package org.smashnas.tf;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Mean and variance of each channel. */
record Moments(Operand<TFloat32> mean, Operand<TFloat32> variance) {}
