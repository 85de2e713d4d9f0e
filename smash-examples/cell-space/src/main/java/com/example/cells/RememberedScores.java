package com.example.cells;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;

/** Asks another scorer once for each cell and fidelity, whichever searches propose it. */
final class RememberedScores implements Scorer<Cell> {
  private final Scorer<Cell> scorer;
  private final Map<Question, Score> scores = new HashMap<>();

  private record Question(Cell cell, double fidelity) {}

  RememberedScores(Scorer<Cell> scorer) {
    this.scorer = scorer;
  }

  @Override
  public Score score(Cell cell, double fidelity) {
    return scores.computeIfAbsent(new Question(cell, fidelity), this::ask);
  }

  /** The predictions would fill the memory, and no strategy looks at them. */
  private Score ask(Question question) {
    Evaluation evaluation = scorer.score(question.cell(), question.fidelity()).evaluation();
    return new Score(evaluation, Optional.empty());
  }

  /** The evaluations on all validation examples so far. */
  List<Evaluation> full() {
    return scores.entrySet().stream()
        .filter(entry -> entry.getKey().fidelity() == 1)
        .map(entry -> entry.getValue().evaluation())
        .toList();
  }
}
