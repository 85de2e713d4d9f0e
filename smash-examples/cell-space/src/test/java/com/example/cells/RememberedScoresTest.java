package com.example.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score;

class RememberedScoresTest {
  private static final Cell FIRST = cell(EdgeOperation.SKIP);
  private static final Cell SECOND = cell(EdgeOperation.CONVOLUTION_3X3);

  private final List<String> asked = new ArrayList<>();
  private final RememberedScores scores = new RememberedScores(this::score);

  private static Cell cell(EdgeOperation edge) {
    return new Cell(List.of(edge, edge, edge, edge, edge, edge));
  }

  /** Each answer has a loss of its own. */
  private Score score(Cell cell, double fidelity) {
    asked.add((cell.equals(FIRST) ? "first at " : "second at ") + fidelity);
    float[][] certain = {{0, Float.NEGATIVE_INFINITY}};
    return new Score(
        new Evaluation(0, 0, asked.size()),
        Optional.of(new Score.Predictions(certain, new int[1])));
  }

  @Test
  void theSameIsAskedOnce() {
    Score score = scores.score(FIRST, 1);
    assertThat(scores.score(cell(EdgeOperation.SKIP), 1)).isEqualTo(score);
    assertThat(asked).containsExactly("first at 1.0");
  }

  @Test
  void otherCellsAndFidelitiesAreAskedForThemselves() {
    assertThat(scores.score(FIRST, 1).evaluation().loss()).isEqualTo(1);
    assertThat(scores.score(FIRST, 0.5).evaluation().loss()).isEqualTo(2);
    assertThat(scores.score(SECOND, 1).evaluation().loss()).isEqualTo(3);
    assertThat(asked).containsExactly("first at 1.0", "first at 0.5", "second at 1.0");
  }

  @Test
  void predictionsAreNotKept() {
    assertThat(scores.score(FIRST, 1).predictions()).isEmpty();
  }

  @Test
  void fullOnesAreThoseOnAllExamples() {
    assertThat(scores.full()).isEmpty();
    scores.score(FIRST, 0.5);
    Score full = scores.score(SECOND, 1);
    assertThat(scores.full()).containsExactly(full.evaluation());
  }
}
