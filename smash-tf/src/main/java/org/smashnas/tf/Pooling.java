package org.smashnas.tf;

import java.util.List;
import org.smashnas.network.Operation.Pool;

/** The attributes of pooling operations. */
final class Pooling {
  static final String SAME = "SAME";

  private Pooling() {}

  static List<Long> window(Pool pool) {
    return List.of(1L, (long) pool.size(), (long) pool.size(), 1L);
  }

  static List<Long> strides(Pool pool) {
    return List.of(1L, (long) pool.stride(), (long) pool.stride(), 1L);
  }
}
