package org.smashnas.search;

import com.google.common.base.Stopwatch;
import com.google.common.collect.AbstractIterator;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Score.Predictions;

/**
 * One run of a search, trial by trial. A generation's trials are recorded in the order that they
 * were proposed, whatever order they are scored in.
 */
final class Execution<A> extends AbstractIterator<Trial<A>> implements AutoCloseable {
  private static final long POLL_MILLIS = 500;

  private final SearchSettings<A> settings;
  private final Stages<A> stages;
  private final Assessor<A> assessor;
  private final Ensemble<A> ensemble;
  private final EndingState<A> ending;
  private final List<Trial<A>> trials = new ArrayList<>();
  private final Map<ScoredKey, Trial<A>> scored = new HashMap<>();
  private final Queue<Candidate> generation = new ArrayDeque<>();
  private final Stopwatch watch = Stopwatch.createUnstarted();
  private @Nullable Journal<A> journal;
  private @Nullable ScheduledExecutorService clock;
  private boolean closed;
  private int failures;

  Execution(SearchSettings<A> settings) {
    this.settings = settings;
    this.stages = new Stages<>(settings.space(), settings.strategy(), settings.seed());
    this.assessor = new Assessor<>(settings.space(), settings.objectives(), settings.constraints());
    this.ensemble = new Ensemble<>(settings.scorer(), settings.journal().map(EnsembleFile::beside));
    this.ending = new EndingState<>(settings.endings());
  }

  private record ScoredKey(String hash, double fidelity) {}

  /** A proposal on its way to a trial. */
  private final class Candidate {
    private final Entry<A> entry;
    private final ScoredKey key;
    private Assessor.@Nullable Costs costs;
    private @Nullable Scoring scoring;

    Candidate(Entry<A> entry, String hash) {
      this.entry = entry;
      this.key = new ScoredKey(hash, entry.proposal().fidelity());
    }

    Assessor.Costs prepare() {
      if (costs == null) {
        costs = assessor.costs(entry, key.hash());
        if (assessor.isWorthScoring(costs)) {
          Proposal<A> proposal = entry.proposal();
          scoring =
              new Scoring(
                  () -> settings.scorer().score(proposal.architecture(), proposal.fidelity()),
                  settings.timeout().map(limit -> new Scoring.Timeout(limit, clock())));
        }
      }
      return costs;
    }
  }

  ImmutableList<Trial<A>> trials() {
    return ImmutableList.copyOf(trials);
  }

  @Override
  protected @Nullable Trial<A> computeNext() {
    try {
      Optional<Trial<A>> next = closed ? Optional.empty() : step();
      if (next.isPresent()) {
        return next.get();
      }
      close();
      return endOfData();
    } catch (Throwable failure) {
      closeAfter(failure);
      throw failure;
    }
  }

  private Optional<Trial<A>> step() {
    if (!watch.isRunning()) {
      watch.start();
      journal = settings.openJournal();
    }
    if (ending.isReached()) {
      return Optional.empty();
    }
    if (generation.isEmpty()) {
      propose();
    }
    Candidate candidate = generation.peek();
    if (candidate == null) {
      return Optional.empty();
    }
    Trial<A> trial = trial(candidate);
    generation.remove();
    return Optional.of(trial);
  }

  private Journal<A> journal() {
    return journal == null ? Journal.none(settings.space()) : journal;
  }

  /** Reads the next generation from the journal or writes it there, before anything is scored. */
  private void propose() {
    Journal<A> journal = journal();
    List<Candidate> fresh = new ArrayList<>();
    for (Entry<A> entry : stages.propose(trials)) {
      Optional<String> hash = journal.read(entry);
      if (hash.isEmpty()) {
        stages.validate(entry);
      }
      Candidate candidate =
          new Candidate(
              entry, hash.orElseGet(() -> settings.space().hash(entry.proposal().architecture())));
      generation.add(candidate);
      if (hash.isEmpty()) {
        fresh.add(candidate);
      }
    }
    fresh.forEach(candidate -> journal.write(candidate.entry, candidate.key.hash()));
    if (!fresh.isEmpty()) {
      journal.flush();
    }
  }

  private Trial<A> trial(Candidate candidate) {
    Trial<A> earlier = scored.get(candidate.key);
    if (earlier != null) {
      return record(earlier.reusedFor(candidate.entry), false);
    }
    Optional<Outcome> known = journal().readResult(candidate.entry);
    Trial<A> trial =
        known.map(outcome -> remembered(candidate, outcome)).orElseGet(() -> scoredNow(candidate));
    scored.put(candidate.key, trial);
    return record(trial, known.isEmpty());
  }

  private Trial<A> remembered(Candidate candidate, Outcome outcome) {
    assessor.remember(candidate.key.hash(), outcome);
    Trial<A> trial = assessor.trial(candidate.entry, outcome);
    if (outcome.ensembleError().isPresent()) {
      ensemble.addWithoutPredictions(trial);
    }
    return trial;
  }

  private Trial<A> scoredNow(Candidate candidate) {
    Outcome outcome = outcome(candidate);
    Trial<A> trial = assessor.trial(candidate.entry, outcome);
    journal().writeResult(candidate.entry, outcome);
    if (outcome.ensembleError().isPresent()) {
      ensemble.recorded(trial);
    }
    return trial;
  }

  private Trial<A> record(Trial<A> trial, boolean isLive) {
    trials.add(trial);
    stages.record(trial);
    settings.listeners().forEach(listener -> listener.onTrial(trial));
    ending.record(trial, isLive ? watch.elapsed() : Duration.ZERO);
    if (trial.isFailed() && !trial.reused()) {
      failures++;
      checkFailures(trial);
    }
    return trial;
  }

  private void checkFailures(Trial<A> last) {
    if (failures > settings.failureLimit()) {
      throw new IllegalStateException(
          String.format(
              "%d of %d trials failed, and the limit is %d; the last, trial %d: %s; mend the"
                  + " scorer, or allow more with failureLimit()%s",
              failures,
              trials.size(),
              settings.failureLimit(),
              last.number(),
              last.failure().orElseThrow(),
              settings
                  .journal()
                  .map(
                      path ->
                          "; "
                              + path
                              + " has all trials: raise the limit to go on from it, or cut it off"
                              + " before a failed trial's result to score from there again")
                  .orElse("")));
    }
  }

  private Outcome outcome(Candidate candidate) {
    checkNotInterrupted();
    if (settings.executor().isPresent() && candidate.costs == null) {
      startGeneration(settings.executor().get());
    }
    Assessor.Costs costs = candidate.prepare();
    if (candidate.scoring == null) {
      return assessor.unscored(costs);
    }
    Scoring scoring = candidate.scoring;
    if (settings.executor().isPresent()) {
      await(scoring, settings.executor().get());
    } else {
      scoring.run();
    }
    Optional<Score> score = scoring.score();
    candidate.scoring = null;
    return score
        .map(
            given ->
                withEnsemble(
                    candidate, assessor.scored(candidate.entry.proposal(), costs, given), given))
        .orElseGet(() -> assessor.failed(costs, scoring.failure()));
  }

  private Outcome withEnsemble(Candidate candidate, Outcome outcome, Score score) {
    Optional<Predictions> predictions = score.predictions();
    boolean isMember =
        outcome.failure().isEmpty()
            && predictions.isPresent()
            && candidate.entry.proposal().fidelity() == 1;
    return isMember
        ? outcome.withEnsembleError(OptionalDouble.of(ensemble.add(predictions.get())))
        : outcome;
  }

  /** Measures what a clock may measure while nothing is scored, then starts all scorings. */
  private void startGeneration(Executor executor) {
    Set<ScoredKey> started = new HashSet<>();
    List<Scoring> scorings = new ArrayList<>();
    for (Candidate candidate : generation) {
      if (!scored.containsKey(candidate.key) && started.add(candidate.key)) {
        candidate.prepare();
        if (candidate.scoring != null) {
          scorings.add(candidate.scoring);
        }
      }
    }
    try {
      scorings.forEach(executor::execute);
    } catch (RejectedExecutionException refused) {
      throw new IllegalStateException(
          "the executor given to scoringOn() takes no scoring: "
              + refused.getMessage()
              + "; keep it open until the search has ended",
          refused);
    }
  }

  private void await(Scoring scoring, Executor executor) {
    try {
      while (!scoring.hasEnded(POLL_MILLIS)) {
        if (executor instanceof ExecutorService service
            && service.isTerminated()
            && scoring.isWaiting()) {
          throw new IllegalStateException(
              "the executor given to scoringOn() was shut down before all was scored; keep it open"
                  + " until the search has ended");
        }
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
    checkNotInterrupted();
  }

  private void checkNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "the search was interrupted after "
              + trials.size()
              + " trials"
              + settings.journal().map(path -> "; it goes on from " + path).orElse(""));
    }
  }

  private ScheduledExecutorService clock() {
    if (clock == null) {
      clock =
          Executors.newSingleThreadScheduledExecutor(
              new ThreadFactoryBuilder().setDaemon(true).setNameFormat("smash-timeout").build());
    }
    return clock;
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  /** Ends the run: nothing is left running or open. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stopScoring();
      ensemble.save();
    } finally {
      if (journal != null) {
        journal.close();
      }
    }
  }

  private void stopScoring() {
    List<Scoring> scorings = new ArrayList<>();
    for (Candidate candidate : generation) {
      if (candidate.scoring != null) {
        scorings.add(candidate.scoring);
      }
    }
    // The last first, so that no thread that becomes free starts another.
    Lists.reverse(scorings).forEach(Scoring::cancel);
    scorings.forEach(Scoring::awaitEnd);
    if (clock != null) {
      clock.shutdownNow();
      Uninterruptibles.awaitTerminationUninterruptibly(clock);
    }
  }
}
