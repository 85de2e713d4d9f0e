package org.smashnas.search;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When a search ends beside its strategy's end.
 *
 * @param trials so many trials were recorded
 * @param time so long it ran
 * @param target the best first objective is that small
 * @param patience so many trials in a row were no new best
 */
record Endings(
    OptionalLong trials, Optional<Duration> time, OptionalDouble target, OptionalLong patience) {
  static final Endings NONE =
      new Endings(
          OptionalLong.empty(), Optional.empty(), OptionalDouble.empty(), OptionalLong.empty());

  Endings withTrials(long trials) {
    return new Endings(OptionalLong.of(trials), time, target, patience);
  }

  Endings withTime(Duration time) {
    return new Endings(trials, Optional.of(time), target, patience);
  }

  Endings withTarget(double target) {
    return new Endings(trials, time, OptionalDouble.of(target), patience);
  }

  Endings withPatience(long patience) {
    return new Endings(trials, time, target, OptionalLong.of(patience));
  }
}
