package org.smashnas.study;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Scorer;

/** Predictors that read different measures of one scorer have each architecture scored once. */
final class SharedScorings<A> {
  private final IdentityHashMap<Scorer<A>, Map<A, Evaluation>> evaluations =
      new IdentityHashMap<>();

  ToDoubleFunction<A> measured(Scorer<A> scorer, ToDoubleFunction<? super Evaluation> measure) {
    return architecture -> measure.applyAsDouble(evaluation(scorer, architecture));
  }

  private Evaluation evaluation(Scorer<A> scorer, A architecture) {
    return evaluations
        .computeIfAbsent(scorer, first -> new HashMap<>())
        .computeIfAbsent(architecture, first -> scorer.score(architecture, 1).evaluation());
  }
}
