package org.smashnas.tf;

import org.tensorflow.types.TFloat32;

/** z and condition of one architecture. It owns its tensors. */
record HyperNetInput(TFloat32 noise, TFloat32 condition) implements AutoCloseable {
  @Override
  public void close() {
    noise.close();
    condition.close();
  }
}
