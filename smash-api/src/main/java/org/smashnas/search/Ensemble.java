package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Score.Predictions;
import org.smashnas.hypernet.Scorer;

/**
 * The running sum of the log-probabilities of all architectures scored so far. Predictions are too
 * large for a journal, so beside it lies the sum as it was a while ago; the members since then are
 * scored again when a resumed search comes to its next member. Without that file all are. The sum
 * is the same to the last bit, as members are added in the same order.
 */
final class Ensemble<A> {
  private static final Duration SAVE_INTERVAL = Duration.ofSeconds(30);

  private final Scorer<A> scorer;
  private final Optional<EnsembleFile> file;
  private float[][] sums = new float[0][];

  /** Members read from a journal, which the sum lacks. */
  private final List<Trial<A>> missing = new ArrayList<>();

  private @Nullable Trial<A> unsaved;
  private long saved = System.nanoTime();

  Ensemble(Scorer<A> scorer, Optional<EnsembleFile> file) {
    this.scorer = scorer;
    this.file = file;
  }

  /** Notes a member that was read from a journal. */
  void addWithoutPredictions(Trial<A> member) {
    missing.add(member);
  }

  /** Adds one architecture's predictions and measures the sum. */
  double add(Predictions predictions) {
    completeSum();
    sum(predictions);
    return Evaluation.of(new Predictions(sums, predictions.labels())).error();
  }

  private void sum(Predictions predictions) {
    float[][] added = predictions.logProbabilities();
    if (sums.length == 0) {
      sums = Arrays.stream(added).map(row -> new float[row.length]).toArray(float[][]::new);
    }
    checkSame("examples", added.length, sums.length);
    checkSame("classes", added[0].length, sums[0].length);
    for (int example = 0; example < added.length; example++) {
      for (int label = 0; label < added[example].length; label++) {
        sums[example][label] += added[example][label];
      }
    }
  }

  private static void checkSame(String what, int added, int before) {
    checkArgument(
        added == before,
        "scorer predicts %s %s, but %s before; score all architectures on the same examples",
        added,
        what,
        before);
  }

  private void completeSum() {
    if (missing.isEmpty()) {
      return;
    }
    int first = 0;
    Optional<EnsembleFile.Sum> earlier = file.flatMap(EnsembleFile::read);
    for (int index = 0; earlier.isPresent() && index < missing.size(); index++) {
      if (earlier.get().isThrough(missing.get(index))) {
        sums = earlier.get().values();
        first = index + 1;
      }
    }
    missing.subList(first, missing.size()).forEach(this::scoreAgain);
    missing.clear();
  }

  private void scoreAgain(Trial<A> member) {
    Score score = scorer.score(member.architecture(), member.proposal().fidelity());
    checkArgument(
        score.evaluation().equals(member.evaluation()) && score.predictions().isPresent(),
        "trial %s of the journal has %s, but the scorer gives %s now; resume with the HyperNet and"
            + " the data that the journal was written with",
        member.number(),
        member.evaluation(),
        score.evaluation());
    sum(score.predictions().orElseThrow());
  }

  /** Notes that the last member added was recorded; saves the sum now and then. */
  void recorded(Trial<A> member) {
    unsaved = member;
    if (System.nanoTime() - saved > SAVE_INTERVAL.toNanos()) {
      save();
    }
  }

  /** Saves the sum, if it is not. */
  void save() {
    if (unsaved != null && file.isPresent()) {
      file.get().write(EnsembleFile.Sum.through(unsaved, sums));
      unsaved = null;
      saved = System.nanoTime();
    }
  }
}
