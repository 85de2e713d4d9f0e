package org.smashnas.search;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score;
import org.smashnas.search.NumberSpace.Channels;

/** A search in a process of its own, to be killed. */
final class KilledSearch {
  private KilledSearch() {}

  /**
   * Runs the search.
   *
   * @param arguments the journal
   */
  public static void main(String... arguments) {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    search(Path.of(arguments[0]), 2).scoringOn(executor).run();
    executor.shutdown();
  }

  static Search<Channels> search(Path journal, long millis) {
    return Search.over(new NumberSpace(2_000))
        .scoredBy((number, fidelity) -> score(number, millis))
        .strategy(
            Strategies.<Channels>random(60)
                .then(Strategies.<Channels>evolution(200).population(20).batch(5)))
        .minimise(Objective.error(), Objective.parameters())
        .subjectTo(Constraint.under(Objective.parameters(), 5_000))
        .failureLimit(1_000)
        .seed(8)
        .journal(journal);
  }

  private static Score score(Channels number, long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interruption) {
      throw new IllegalStateException(interruption);
    }
    if (number.value() % 23 == 1) {
      throw new UnsupportedOperationException("no " + number.value());
    }
    SplittableRandom random = new SplittableRandom(number.value());
    float[][] rows = new float[30][4];
    for (float[] row : rows) {
      for (int label = 0; label < row.length; label++) {
        row[label] = (float) -random.nextDouble(3);
      }
    }
    int[] labels = new int[rows.length];
    Arrays.setAll(labels, example -> example % 4);
    Score.Predictions predictions = new Score.Predictions(rows, labels);
    return new Score(Evaluation.of(predictions), Optional.of(predictions));
  }
}
