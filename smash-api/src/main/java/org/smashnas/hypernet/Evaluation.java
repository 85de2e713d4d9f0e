package org.smashnas.hypernet;

/**
 * How a network does on some examples.
 *
 * @param error the fraction of examples whose most probable class is wrong, from 0 to 1
 * @param topFiveError the fraction of examples whose class is not among the five most probable,
 *     from 0 to 1
 * @param loss the mean cross-entropy in nats
 */
public record Evaluation(double error, double topFiveError, double loss) {

  /**
   * Measures log-probabilities; among equal ones the lower class counts as more probable.
   *
   * @param predictions the log-probabilities and the truth, at least one example
   * @return errors and loss
   */
  public static Evaluation of(Score.Predictions predictions) {
    int wrong = 0;
    int outsideFive = 0;
    double loss = 0;
    float[][] rows = predictions.logProbabilities();
    for (int example = 0; example < rows.length; example++) {
      int label = predictions.labels()[example];
      int rank = rank(rows[example], label);
      wrong += rank >= 1 ? 1 : 0;
      outsideFive += rank >= 5 ? 1 : 0;
      loss -= rows[example][label];
    }
    return new Evaluation(
        (double) wrong / rows.length, (double) outsideFive / rows.length, loss / rows.length);
  }

  /** How many classes are ahead of the label; one that is no number has all ahead. */
  private static int rank(float[] row, int label) {
    int rank = 0;
    for (int other = 0; other < row.length; other++) {
      boolean behind = row[other] < row[label] || (row[other] == row[label] && other >= label);
      rank += behind ? 0 : 1;
    }
    return rank;
  }
}
