package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.smashnas.hypernet.Scorer;
import org.smashnas.space.ArchitectureSpace;

/**
 * A search over a space. Scoring is done by any {@link Scorer}, choosing by any {@link
 * SearchStrategy}; an architecture is never scored twice at one fidelity. Equal seeds and scores
 * give equal results. Not safe for use by several threads.
 *
 * <pre>{@code
 * SearchResult<MemoryBank> result = Search.over(space)
 *     .scoredBy(hyperNet.scorer(data))
 *     .strategy(Strategies.<MemoryBank>random(500)
 *         .then(Strategies.perturbBest(100, 0.05))
 *         .then(Strategies.markovWalk(100, 0.05)))
 *     .run();
 * }</pre>
 *
 * @param <A> the type of an architecture
 */
public final class Search<A> {
  private final ArchitectureSpace<A> space;
  private @Nullable Scorer<A> scorer;
  private @Nullable SearchStrategy<A> strategy;
  private final List<SearchListener<A>> listeners = new ArrayList<>();
  private long seed;
  private ImmutableList<Objective<A>> objectives = ImmutableList.of(Objective.error());
  private ImmutableList<Constraint<A>> constraints = ImmutableList.of();
  private Endings endings = Endings.NONE;
  private Optional<Executor> executor = Optional.empty();
  private Optional<Duration> timeout = Optional.empty();
  private int failureLimit = 20;
  private Optional<Path> journal = Optional.empty();

  private Search(ArchitectureSpace<A> space) {
    this.space = space;
  }

  /**
   * Starts the description of a search.
   *
   * @param space the space to search
   * @param <A> the type of an architecture
   * @return a search without scorer and strategy
   */
  public static <A> Search<A> over(ArchitectureSpace<A> space) {
    return new Search<>(space);
  }

  /**
   * Sets who scores.
   *
   * @param scorer the scorer
   * @return this search
   * @throws IllegalStateException if it was set before
   */
  @CanIgnoreReturnValue
  public Search<A> scoredBy(Scorer<A> scorer) {
    checkState(this.scorer == null, "the scorer was already set; a search has one");
    this.scorer = scorer;
    return this;
  }

  /**
   * Sets who chooses.
   *
   * @param strategy the strategy
   * @return this search
   * @throws IllegalStateException if it was set before
   */
  @CanIgnoreReturnValue
  public Search<A> strategy(SearchStrategy<A> strategy) {
    checkState(this.strategy == null, "the strategy was already set; join strategies with then()");
    this.strategy = strategy;
    return this;
  }

  /**
   * Sets where random choices come from.
   *
   * @param seed by default 0
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Adds somebody to be told of each trial.
   *
   * @param listener the listener
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> listener(SearchListener<A> listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Sets what is made small. Trials are ordered by the first objective, those equal by the next,
   * and so on, then by the loss, then by age; {@link SearchResult#paretoFront} treats all alike.
   *
   * @param objectives at least one, no two of one name; by default {@link Objective#error}
   * @return this search
   * @throws IllegalArgumentException if there is none, or two have one name
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  @CanIgnoreReturnValue
  public final Search<A> minimise(Objective<A>... objectives) {
    return minimise(Arrays.asList(objectives));
  }

  /**
   * Sets what the search minimises.
   *
   * @param objectives the first one decides what is best; see {@link SearchResult}
   * @return this search
   * @throws IllegalArgumentException if there are none, or two of one name
   */
  @CanIgnoreReturnValue
  public Search<A> minimise(Collection<Objective<A>> objectives) {
    ImmutableList<Objective<A>> given = ImmutableList.copyOf(objectives);
    checkArgument(!given.isEmpty(), "a search minimises nothing; give it an objective");
    checkArgument(
        given.stream().map(Objective::name).distinct().count() == given.size(),
        "a search minimises %s; give each objective once, under its own name",
        given);
    this.objectives = given;
    return this;
  }

  /**
   * Adds hard limits.
   *
   * @param constraints trials that violate one are recorded, but never the best
   * @return this search
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  @CanIgnoreReturnValue
  public final Search<A> subjectTo(Constraint<A>... constraints) {
    this.constraints =
        ImmutableList.<Constraint<A>>builder()
            .addAll(this.constraints)
            .addAll(Arrays.asList(constraints))
            .build();
    return this;
  }

  /**
   * Ends the search after a number of trials, if the strategy does not end before.
   *
   * @param trials repeats, failed and infeasible ones among them, at least 1
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> endAfterTrials(long trials) {
    checkArgument(trials >= 1, "a search ends after %s trials; it must be at least 1", trials);
    endings = endings.withTrials(trials);
    return this;
  }

  /**
   * Ends the search with the first trial that is scored when so much time has gone since its start.
   * Where that is lies outside the promise that equal seeds give equal results. A search that is
   * resumed has the time anew.
   *
   * @param time above 0
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> endAfterTime(Duration time) {
    checkArgument(
        !time.isNegative() && !time.isZero(),
        "a search ends after the time %s; it must be above 0",
        time);
    endings = endings.withTime(time);
    return this;
  }

  /**
   * Ends the search when a feasible trial at full fidelity has reached a target.
   *
   * @param value of the first objective, this or less
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> endAtTarget(double value) {
    checkArgument(!Double.isNaN(value), "a search ends at the target NaN; give a number");
    endings = endings.withTarget(value);
    return this;
  }

  /**
   * Ends the search when a number of trials in a row were no new best, whatever their fidelity.
   *
   * @param trials at least 1
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> endWithoutImprovement(long trials) {
    checkArgument(
        trials >= 1,
        "a search ends after %s trials without improvement; it must be at least 1",
        trials);
    endings = endings.withPatience(trials);
    return this;
  }

  /**
   * Scores the proposals of a generation at the same time. The result is the same as without, at
   * any number of threads; how many proposals a generation has is the strategy's affair. The scorer
   * must be safe for use by several threads. The search itself, its strategy, objectives and
   * listeners stay on the thread that runs it.
   *
   * @param executor runs scorings; the search does not shut it down
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> scoringOn(Executor executor) {
    this.executor = Optional.of(executor);
    return this;
  }

  /**
   * Gives each scoring a time limit; by default there is none. The thread of one that takes longer
   * is interrupted, and the trial counts as failed. The search waits until the scorer heeds the
   * interruption, since nothing else can stop it. Which trials fail so lies outside the promise
   * that equal seeds give equal results; a journal keeps what happened.
   *
   * @param limit above 0
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> timeout(Duration limit) {
    checkArgument(
        !limit.isNegative() && !limit.isZero(), "timeout is %s; it must be above 0", limit);
    this.timeout = Optional.of(limit);
    return this;
  }

  /**
   * Sets how many trials may fail. A trial fails whose scorer or objective throws an exception,
   * gives a number that is not finite, or takes longer than the {@linkplain #timeout timeout}; it
   * is recorded with the reason. An {@link Error} always ends the search.
   *
   * @param trials by default 20; 0 ends the search with the first
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> failureLimit(int trials) {
    checkArgument(trials >= 0, "failureLimit is %s; it must be at least 0", trials);
    this.failureLimit = trials;
    return this;
  }

  /**
   * Keeps the search in a file, so that it can go on after any end: killed, interrupted, failed, or
   * because it shall be longer. Run the same search with the same file, and it ends with the trials
   * of a search that was never stopped. The strategy proposes all anew, which is checked against
   * the file, and what was scored is read from it. A line torn by a crash is scored again.
   *
   * <p>The file grows only; each generation's proposals are there before they are scored, each
   * result before the next. What is written survives the end of the process, and after at most a
   * second's results a failure of the machine. Beside it, in a file with the ending ".ensemble",
   * lies the sum of the predictions, if the scorer gives any; without it they are scored again.
   * Only one search at a time may use a journal, which a file lock ensures. On Linux and macOS a
   * process that opens the file a second time, be it for a search that is then refused, and closes
   * it gives up that lock towards other processes.
   *
   * @param file a journal of this search, or a file that is not there yet; folders on the way are
   *     made
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> journal(Path file) {
    this.journal = Optional.of(file);
    return this;
  }

  /**
   * Runs the search to its end, on this thread.
   *
   * @return all trials
   * @throws IllegalStateException if scorer or strategy is missing, the strategy throws or never
   *     proposes anything, too many trials fail, or the journal is in use
   * @throws IllegalArgumentException if the strategy proposes an architecture that is not of the
   *     space, or the journal is not that of this search; the message names the file, the line and
   *     the value, and the file stays as it was
   * @throws java.io.UncheckedIOException if the journal cannot be read or written
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public SearchResult<A> run() {
    try (Execution<A> execution = new Execution<>(settings())) {
      execution.forEachRemaining(trial -> {});
      return new SearchResult<>(execution.trials());
    }
  }

  /**
   * The trials one by one, each scored when it is asked for. Close the stream, which ends the
   * search: nothing is left running, and the journal is closed. It throws what {@link #run} throws.
   *
   * @return a sequential stream in the order of the trials; nothing happens before its terminal
   *     operation
   * @throws IllegalStateException if scorer or strategy is missing
   */
  public Stream<Trial<A>> trials() {
    Execution<A> execution = new Execution<>(settings());
    return Streams.stream(execution).onClose(execution::close);
  }

  private SearchSettings<A> settings() {
    checkState(scorer != null, "the search has no scorer; set one with scoredBy()");
    checkState(strategy != null, "the search has no strategy; set one with strategy()");
    return new SearchSettings<>(
        space,
        checkNotNull(scorer),
        checkNotNull(strategy),
        seed,
        objectives,
        constraints,
        endings,
        ImmutableList.copyOf(listeners),
        executor,
        timeout,
        failureLimit,
        journal);
  }
}
