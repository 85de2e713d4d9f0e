package org.smashnas.tf;

import org.smashnas.network.WeightShape;

/** A saved tensor. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NamedTensor(WeightShape shape, float[] values) {}
