package org.smashnas.examples.commands;

import org.smashnas.search.Objective;

/** What a search can minimise. */
enum SearchObjective {
  ERROR,
  TOP_FIVE_ERROR,
  LOSS,
  PARAMETERS,
  MULTIPLY_ADDS;

  <A> Objective<A> objective() {
    return switch (this) {
      case ERROR -> Objective.error();
      case TOP_FIVE_ERROR -> Objective.top5Error();
      case LOSS -> Objective.loss();
      case PARAMETERS -> Objective.parameters();
      case MULTIPLY_ADDS -> Objective.multiplyAdds();
    };
  }
}
