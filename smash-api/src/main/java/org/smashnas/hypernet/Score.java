package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * What a scorer found.
 *
 * @param evaluation errors and loss on the validation examples
 * @param predictions the predictions behind it, if the scorer has them; a search makes the ensemble
 *     error of them
 * @param gradients the gradients by the conditions, if the scorer takes them, for strategies that
 *     follow them
 */
public record Score(
    Evaluation evaluation,
    Optional<Predictions> predictions,
    Optional<ConditionGradients> gradients) {

  /**
   * A score without gradients.
   *
   * @param evaluation errors and loss on the validation examples
   * @param predictions the predictions behind it, if the scorer has them
   */
  public Score(Evaluation evaluation, Optional<Predictions> predictions) {
    this(evaluation, predictions, Optional.empty());
  }

  /**
   * A score without predictions.
   *
   * @param error the fraction of wrong examples, from 0 to 1
   * @return a score of that error, which also stands for the loss and the top-5 error
   */
  public static Score ofError(double error) {
    return new Score(new Evaluation(error, error, error), Optional.empty());
  }

  /**
   * A score that is a number alone, of a scorer that predicts nothing. Both errors are 1, so that
   * among such scores a search by error goes by the loss; better is to give it {@code
   * Objective.loss()}.
   *
   * @param loss the number, smaller is better; it may be negative, so a scorer whose number is
   *     better when larger gives minus that
   * @return a score of that loss
   */
  public static Score ofLoss(double loss) {
    return new Score(new Evaluation(1, 1, loss), Optional.empty());
  }

  /**
   * Log-probabilities and truth of the examples scored.
   *
   * @param logProbabilities one row an example, one column a class
   * @param labels the true class of each example
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity, read in bulk
  public record Predictions(float[][] logProbabilities, int[] labels) {
    public Predictions {
      checkArgument(
          logProbabilities.length == labels.length,
          "predictions have %s rows, but %s labels; give one label a row",
          logProbabilities.length,
          labels.length);
      checkArgument(labels.length >= 1, "predictions have no rows; score at least one example");
      for (int row = 0; row < labels.length; row++) {
        checkArgument(
            logProbabilities[row].length == logProbabilities[0].length
                && labels[row] >= 0
                && labels[row] < logProbabilities[row].length,
            "prediction %s has %s classes and label %s; all rows have the classes of the first, and"
                + " labels are among them",
            row,
            logProbabilities[row].length,
            labels[row]);
      }
    }

    /**
     * The mean cross-entropy at the temperature where it is least.
     *
     * @return the loss in nats, with all log-probabilities times one factor from e⁻⁴ to e⁴ and
     *     normalized again
     */
    public double temperedLoss() {
      return new TemperatureScaling(this).leastLoss();
    }
  }
}
