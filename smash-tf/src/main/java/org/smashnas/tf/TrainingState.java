package org.smashnas.tf;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.TrainingReport;

/**
 * Where a training stands between two steps: with the weights and the options, all that it takes to
 * go on.
 *
 * @param plan the options that the result depends on, to refuse going on with others
 * @param step the steps done
 * @param loss summed over the examples of the epoch so far
 * @param wrong summed likewise
 * @param best the best validation so far
 * @param validationsSinceBest how many came after it
 * @param report the last epoch's
 */
record TrainingState(
    ImmutableSortedMap<String, String> plan,
    long step,
    double loss,
    double wrong,
    Optional<Evaluation> best,
    int validationsSinceBest,
    Optional<TrainingReport> report) {

  static TrainingState start(ImmutableSortedMap<String, String> plan) {
    return new TrainingState(plan, 0, 0, 0, Optional.empty(), 0, Optional.empty());
  }

  TrainingState afterStep(double batchLoss, double batchError, int batchSize) {
    return new TrainingState(
        plan,
        step + 1,
        loss + batchLoss * batchSize,
        wrong + batchError * batchSize,
        best,
        validationsSinceBest,
        report);
  }

  TrainingState afterEpoch(TrainingReport epoch) {
    Optional<Evaluation> measured = epoch.validation();
    boolean improved = measured.filter(this::improves).isPresent();
    int waited = measured.isPresent() ? validationsSinceBest + 1 : validationsSinceBest;
    return new TrainingState(
        plan, step, 0, 0, improved ? measured : best, improved ? 0 : waited, Optional.of(epoch));
  }

  private boolean improves(Evaluation measured) {
    return best.isEmpty()
        || measured.error() < best.get().error()
        || (measured.error() == best.get().error() && measured.loss() < best.get().loss());
  }

  /** Whether the last epoch's validation is the best so far. */
  boolean isBest() {
    return report.isPresent() && report.get().validation().isPresent() && validationsSinceBest == 0;
  }
}
