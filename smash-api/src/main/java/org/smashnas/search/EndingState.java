package org.smashnas.search;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Follows the trials of one search to see when it ends. */
final class EndingState<A> {
  private final Endings endings;
  private @Nullable Trial<A> best;
  private long trials;
  private long sinceBest;
  private boolean reached;

  EndingState(Endings endings) {
    this.endings = endings;
  }

  void record(Trial<A> trial, Duration elapsed) {
    trials++;
    sinceBest++;
    if (trial.isFull() && trial.isFeasible() && (best == null || trial.isBetterThan(best))) {
      best = trial;
      sinceBest = 0;
    }
    reached =
        trials >= endings.trials().orElse(Long.MAX_VALUE)
            || sinceBest >= endings.patience().orElse(Long.MAX_VALUE)
            || (endings.time().isPresent() && elapsed.compareTo(endings.time().get()) >= 0)
            || isOnTarget();
  }

  private boolean isOnTarget() {
    return best != null
        && endings.target().isPresent()
        && best.objectives().get(0) <= endings.target().getAsDouble();
  }

  boolean isReached() {
    return reached;
  }
}
