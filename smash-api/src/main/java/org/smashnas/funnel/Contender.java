package org.smashnas.funnel;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;
import org.smashnas.hypernet.Evaluation;

/**
 * An architecture and how far it got.
 *
 * @param number its place among those given, from 0
 * @param architecture the architecture
 * @param losses of all its steps up to the end of each rung but the last
 * @param diverged whether its training met a loss that is no number; it left the rung without one
 * @param evaluation on the validation examples at the end of its training; empty if it did not get
 *     there
 * @param network the file of the trained network; empty if it did not get there
 * @param <A> the type of an architecture
 */
public record Contender<A>(
    int number,
    A architecture,
    ImmutableList<TrainingLoss> losses,
    boolean diverged,
    Optional<Evaluation> evaluation,
    Optional<Path> network) {

  static <A> Contender<A> untrained(int number, A architecture) {
    return new Contender<>(
        number, architecture, ImmutableList.of(), false, Optional.empty(), Optional.empty());
  }

  Contender<A> with(RungResult result, Path file) {
    ImmutableList.Builder<TrainingLoss> longer = ImmutableList.builder();
    longer.addAll(losses);
    result.loss().ifPresent(longer::add);
    return new Contender<>(
        number,
        architecture,
        longer.build(),
        result.diverged(),
        result.evaluation(),
        result.evaluation().map(there -> file));
  }

  TrainingLoss lastLoss() {
    return losses.isEmpty() ? TrainingLoss.NONE : losses.get(losses.size() - 1);
  }

  double finalError() {
    return evaluation.map(Evaluation::error).orElse(Double.POSITIVE_INFINITY);
  }

  double finalLoss() {
    return evaluation.map(Evaluation::loss).orElse(Double.POSITIVE_INFINITY);
  }
}
