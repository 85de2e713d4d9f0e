package org.smashnas.funnel;

import java.util.Optional;
import org.smashnas.hypernet.Evaluation;

/**
 * What came of an architecture on a rung.
 *
 * @param rung the rung, from 0
 * @param number the architecture's
 * @param loss of all steps so far, on a rung before the last
 * @param evaluation on the validation examples, on the last rung
 * @param diverged whether there is neither, as the loss was no number
 */
record RungResult(
    int rung,
    int number,
    Optional<TrainingLoss> loss,
    Optional<Evaluation> evaluation,
    boolean diverged) {

  static RungResult paused(int rung, int number, TrainingLoss loss) {
    return new RungResult(rung, number, Optional.of(loss), Optional.empty(), false);
  }

  static RungResult ended(int rung, int number, Evaluation evaluation) {
    return new RungResult(rung, number, Optional.empty(), Optional.of(evaluation), false);
  }

  static RungResult diverged(int rung, int number) {
    return new RungResult(rung, number, Optional.empty(), Optional.empty(), true);
  }
}
