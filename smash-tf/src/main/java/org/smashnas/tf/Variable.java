package org.smashnas.tf;

import org.smashnas.network.WeightShape;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Values that a session keeps.
 *
 * @param handle what updates refer to
 * @param value reads the values when run
 * @param initial fed with new values
 * @param assign puts them in place
 */
record Variable(
    String name,
    WeightShape shape,
    Operand<? extends TType> handle,
    Operand<TFloat32> value,
    Operand<TFloat32> initial,
    Op assign) {}
