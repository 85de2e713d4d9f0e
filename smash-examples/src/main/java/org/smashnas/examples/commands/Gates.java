package org.smashnas.examples.commands;

import java.util.Optional;
import org.smashnas.memorybank.GateStyle;

/** How gates join paths, if at all. */
enum Gates {
  NONE,
  ADD_SPLIT,
  MULTIPLY;

  Optional<GateStyle> style() {
    return switch (this) {
      case NONE -> Optional.empty();
      case ADD_SPLIT -> Optional.of(GateStyle.ADD_SPLIT);
      case MULTIPLY -> Optional.of(GateStyle.MULTIPLY);
    };
  }
}
