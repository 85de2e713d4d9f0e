package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.function.ToDoubleFunction;
import org.smashnas.hypernet.Scorer;

/**
 * A number that a search makes small. Objectives are told apart by their names. Immutable; it is
 * asked on the thread that runs the search.
 *
 * @param <A> the type of an architecture
 */
public final class Objective<A> {
  private final String name;
  private final boolean needsScore;
  private final ToDoubleFunction<Measurement<A>> function;

  private Objective(String name, boolean needsScore, ToDoubleFunction<Measurement<A>> function) {
    checkArgument(!name.isBlank(), "an objective has no name; name what it measures");
    this.name = name;
    this.needsScore = needsScore;
    this.function = function;
  }

  /**
   * The fraction of validation examples whose most probable class is wrong.
   *
   * @param <A> the type of an architecture
   * @return "error", from 0 to 1
   */
  public static <A> Objective<A> error() {
    return of("error", measured -> measured.evaluation().error());
  }

  /**
   * The fraction of validation examples whose class is not among the five most probable.
   *
   * @param <A> the type of an architecture
   * @return "top5Error", from 0 to 1
   */
  public static <A> Objective<A> top5Error() {
    return of("top5Error", measured -> measured.evaluation().topFiveError());
  }

  /**
   * The mean cross-entropy on the validation examples.
   *
   * @param <A> the type of an architecture
   * @return "loss", in nats
   */
  public static <A> Objective<A> loss() {
    return of("loss", measured -> measured.evaluation().loss());
  }

  /**
   * The trained scalars of the derived network.
   *
   * @param <A> the type of an architecture
   * @return "parameters"
   */
  public static <A> Objective<A> parameters() {
    return new Objective<>("parameters", false, Measurement::parameters);
  }

  /**
   * The multiplications of the derived network for one example.
   *
   * @param <A> the type of an architecture
   * @return "multiplyAdds"
   */
  public static <A> Objective<A> multiplyAdds() {
    return new Objective<>("multiplyAdds", false, Measurement::multiplyAdds);
  }

  /**
   * How long the derived network takes, as the caller measures it. Each architecture is measured
   * once, while the search scores nothing, and a journal keeps the figure. What a clock shows is
   * outside the promise that equal seeds give equal results.
   *
   * @param seconds measures the network of an architecture
   * @param <A> the type of an architecture
   * @return "latency", in seconds
   */
  public static <A> Objective<A> latency(ToDoubleFunction<A> seconds) {
    return ofArchitecture("latency", seconds);
  }

  /**
   * Any function of the architecture alone; it is asked once for each architecture, before that is
   * scored.
   *
   * @param name tells it from other objectives, in journals as well
   * @param function gives a finite number
   * @param <A> the type of an architecture
   * @return the objective
   */
  public static <A> Objective<A> ofArchitecture(String name, ToDoubleFunction<A> function) {
    return new Objective<>(
        name, false, measured -> function.applyAsDouble(measured.architecture()));
  }

  /**
   * The loss that another scorer gives at full fidelity, such as that of a zero-cost proxy beside
   * the score of a HyperNet; see {@link SearchResult#byRankSum}.
   *
   * @param name tells it from other objectives, in journals as well
   * @param scorer is asked once for each architecture, before that is scored
   * @param <A> the type of an architecture
   * @return the objective
   */
  public static <A> Objective<A> lossBy(String name, Scorer<A> scorer) {
    return ofArchitecture(name, architecture -> scorer.score(architecture, 1).evaluation().loss());
  }

  /**
   * Any function of a scored architecture.
   *
   * @param name tells it from other objectives, in journals as well
   * @param function gives a finite number
   * @param <A> the type of an architecture
   * @return the objective
   */
  public static <A> Objective<A> of(String name, ToDoubleFunction<Measurement<A>> function) {
    return new Objective<>(name, true, function);
  }

  /**
   * What the objective is called.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  boolean needsScore() {
    return needsScore;
  }

  double of(Measurement<A> measured) {
    return function.applyAsDouble(measured);
  }

  @Override
  public String toString() {
    return name;
  }
}
