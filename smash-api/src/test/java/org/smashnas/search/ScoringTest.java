package org.smashnas.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.MoreExecutors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.search.NumberSpace.Channels;

/** Scoring in parallel, with time limits, and by scorers that fail. */
@Timeout(60)
class ScoringTest {
  private static final NumberSpace SPACE = new NumberSpace(200);

  private final ExecutorService executor = Executors.newFixedThreadPool(3);

  @AfterEach
  void shutDown() {
    executor.shutdownNow();
  }

  private static SearchStrategy<Channels> strategy() {
    return Strategies.<Channels>random(30)
        .then(Strategies.<Channels>evolution(40).population(8).batch(7))
        .then(Strategies.markovWalk(10, 0.02));
  }

  private static Search<Channels> search(Scorer<Channels> scorer) {
    return Search.over(SPACE).scoredBy(scorer).strategy(strategy()).seed(5);
  }

  private static double error(Channels number) {
    return new SplittableRandom(number.value()).nextDouble();
  }

  private static Score fast(Channels number, double fidelity) {
    if (number.value() % 19 == 4) {
      throw new IllegalArgumentException("no luck with " + number.value());
    }
    return Score.ofError(error(number));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interruption) {
      throw new IllegalStateException("woken", interruption);
    }
  }

  @Test
  void resultsAreTheSameAtAnyParallelism(@TempDir Path folder) {
    ImmutableList<Trial<Channels>> expected = search(ScoringTest::fast).run().trials();
    assertThat(expected).anyMatch(Trial::isFailed).anyMatch(Trial::reused);
    for (int threads : new int[] {1, 2, 7}) {
      List<Channels> scored = Collections.synchronizedList(new ArrayList<>());
      AtomicInteger delay = new AtomicInteger(threads);
      Path journal = folder.resolve(threads + ".jsonl");
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        SearchResult<Channels> result =
            search(
                    (number, fidelity) -> {
                      scored.add(number);
                      sleep(new SplittableRandom(delay.incrementAndGet()).nextInt(5));
                      return fast(number, fidelity);
                    })
                .scoringOn(pool)
                .journal(journal)
                .run();
        assertThat(result.trials()).isEqualTo(expected);
        assertThat(scored).doesNotHaveDuplicates();
        assertThat(journal).hasSameBinaryContentAs(folder.resolve("1.jsonl"));
      } finally {
        pool.shutdownNow();
      }
    }
  }

  @Test
  void aGenerationIsScoredAtTheSameTime() {
    CountDownLatch together = new CountDownLatch(3);
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> {
                  together.countDown();
                  try {
                    together.await();
                  } catch (InterruptedException interruption) {
                    throw new IllegalStateException(interruption);
                  }
                  return Score.ofError(0.5);
                })
            .strategy(Strategies.random(3))
            .scoringOn(executor)
            .run();
    assertThat(result.trials()).hasSize(3).noneMatch(Trial::isFailed);
  }

  @Test
  void theCallersThreadWillDoAsAnExecutor() {
    assertThat(search(ScoringTest::fast).scoringOn(MoreExecutors.directExecutor()).run().trials())
        .isEqualTo(search(ScoringTest::fast).run().trials());
  }

  @Test
  void aFailureIsATrialThatSaysWhy() {
    SearchResult<Channels> result =
        search(
                (number, fidelity) -> {
                  if (number.value() % 3 == 0) {
                    throw new IllegalStateException("no memory for " + number.value());
                  }
                  return Score.ofError(number.value() % 3 == 1 ? Double.NaN : error(number));
                })
            .failureLimit(1_000)
            .run();
    for (Trial<Channels> trial : result.trials()) {
      int value = trial.architecture().value();
      if (value % 3 == 0) {
        assertThat(trial.failure().orElseThrow()).contains("scorer", "no memory for " + value);
      } else if (value % 3 == 1) {
        assertThat(trial.failure()).hasValue("error is NaN");
      } else {
        assertThat(trial.failure()).isEmpty();
      }
      assertThat(trial.isFeasible()).isEqualTo(value % 3 == 2);
      assertThat(trial.error())
          .isEqualTo(Double.valueOf(value % 3 == 2 ? error(trial.architecture()) : Double.NaN));
      assertThat(trial.parameters()).isEqualTo(3L * (value + 1));
    }
    assertThat(result.best().isFailed()).isFalse();
    assertThat(result.paretoFront()).noneMatch(Trial::isFailed);
  }

  @Test
  void anInfiniteScoreAndAFailingObjectiveAreFailuresAsWell() {
    SearchResult<Channels> result =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) ->
                    Score.ofError(number.value() < 50 ? Double.POSITIVE_INFINITY : 0.5))
            .strategy(Strategies.random(40))
            .minimise(
                Objective.error(),
                Objective.of("root", measured -> Math.sqrt(100 - measured.architecture().value())),
                Objective.latency(
                    number -> {
                      if (number.value() > 80) {
                        throw new UnsupportedOperationException("too slow a machine");
                      }
                      return 1;
                    }))
            .failureLimit(100)
            .run();
    for (Trial<Channels> trial : result.trials()) {
      int value = trial.architecture().value();
      String failure = trial.failure().orElse("none");
      assertThat(failure)
          .contains(value > 80 ? "latency failed" : value < 50 ? "error is Infinity" : "none");
    }
  }

  @Test
  void tooManyFailuresEndTheSearchAndTheJournalStays(@TempDir Path folder) {
    Path journal = folder.resolve("trials.jsonl");
    AtomicInteger scorings = new AtomicInteger();
    Scorer<Channels> broken =
        (number, fidelity) -> {
          scorings.incrementAndGet();
          throw new IllegalStateException("out of order");
        };
    for (int run = 0; run < 2; run++) {
      assertThatIllegalStateException()
          .isThrownBy(search(broken).failureLimit(3).journal(journal)::run)
          .withMessageContainingAll(
              "4 of 4 trials failed", "limit is 3", "out of order", "failureLimit()", "" + journal);
      assertThat(scorings).hasValue(4);
    }
    SearchResult<Channels> mended =
        search(ScoringTest::fast).failureLimit(100).journal(journal).run();
    assertThat(mended.trials().subList(0, 4)).allMatch(Trial::isFailed);
    assertThat(mended.trials()).hasSize(80);
  }

  @Test
  void anErrorIsNotSwallowedAndNothingIsLost(@TempDir Path folder) {
    Path journal = folder.resolve("trials.jsonl");
    ImmutableList<Trial<Channels>> whole = search(ScoringTest::fast).run().trials();
    for (boolean parallel : new boolean[] {false, true}) {
      AtomicInteger scorings = new AtomicInteger();
      Search<Channels> search =
          search(
                  (number, fidelity) -> {
                    if (number.equals(whole.get(6).architecture())) {
                      throw new OutOfMemoryError("planted");
                    }
                    scorings.incrementAndGet();
                    return fast(number, fidelity);
                  })
              .journal(journal);
      if (parallel) {
        search.scoringOn(executor);
      }
      assertThatExceptionOfType(OutOfMemoryError.class)
          .isThrownBy(search::run)
          .withMessage("planted");
      assertThat(journal).content().contains("{\"result\":5").doesNotContain("{\"result\":6");
    }
    assertThat(search(ScoringTest::fast).journal(journal).run().trials()).isEqualTo(whole);
  }

  @Test
  void aSlowScoringIsStoppedAndFails() throws InterruptedException {
    for (boolean parallel : new boolean[] {false, true}) {
      Search<Channels> search =
          Search.over(SPACE)
              .scoredBy(
                  (number, fidelity) -> {
                    if (number.value() % 4 == 0) {
                      sleep(60_000);
                    }
                    return Score.ofError(error(number));
                  })
              .strategy(Strategies.random(8))
              .timeout(Duration.ofMillis(400));
      if (parallel) {
        search.scoringOn(executor);
      }
      for (Trial<Channels> trial : search.run().trials()) {
        assertThat(trial.isFailed()).isEqualTo(trial.architecture().value() % 4 == 0);
        trial.failure().ifPresent(why -> assertThat(why).contains("timeout of PT0.4S"));
      }
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("smash-timeout")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void closingTheStreamStopsWhatIsRunning() {
    SearchStrategy<Channels> strategy = Strategies.random(100);
    Channels first =
        Search.over(SPACE)
            .scoredBy((number, fidelity) -> Score.ofError(0.5))
            .strategy(strategy)
            .endAfterTrials(1)
            .run()
            .best()
            .architecture();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger started = new AtomicInteger();
    Search<Channels> search =
        Search.over(SPACE)
            .scoredBy(
                (number, fidelity) -> {
                  running.incrementAndGet();
                  started.incrementAndGet();
                  try {
                    sleep(number.equals(first) ? 1 : 60_000);
                    return Score.ofError(0.5);
                  } finally {
                    running.decrementAndGet();
                  }
                })
            .strategy(strategy)
            .scoringOn(executor);
    try (Stream<Trial<Channels>> trials = search.trials()) {
      assertThat(trials.limit(1)).hasSize(1);
    }
    assertThat(running).hasValue(0);
    assertThat(started.get()).isLessThanOrEqualTo(4);
  }

  @Test
  void nothingIsScoredBeforeItIsAskedFor() {
    AtomicInteger scorings = new AtomicInteger();
    Search<Channels> search =
        search(
            (number, fidelity) -> {
              scorings.incrementAndGet();
              return Score.ofError(error(number));
            });
    try (Stream<Trial<Channels>> trials = search.trials()) {
      assertThat(scorings).hasValue(0);
      assertThat(trials.limit(4)).extracting(Trial::number).containsExactly(0L, 1L, 2L, 3L);
    }
    assertThat(scorings).hasValue(4);
    try (Stream<Trial<Channels>> trials = search.trials()) {
      assertThat(trials).isEqualTo(search.run().trials());
    }
  }

  @Test
  void anInterruptEndsTheSearchAndStopsWhatIsRunning(@TempDir Path folder)
      throws InterruptedException {
    for (boolean parallel : new boolean[] {false, true}) {
      Path journal = folder.resolve(parallel + ".jsonl");
      CountDownLatch scoring = new CountDownLatch(2);
      AtomicInteger running = new AtomicInteger();
      AtomicInteger started = new AtomicInteger();
      Search<Channels> search =
          search(
                  (number, fidelity) -> {
                    running.incrementAndGet();
                    try {
                      scoring.countDown();
                      sleep(started.incrementAndGet() == 1 ? 1 : 60_000);
                      return fast(number, fidelity);
                    } finally {
                      running.decrementAndGet();
                    }
                  })
              .journal(journal);
      if (parallel) {
        search.scoringOn(executor);
      }
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      AtomicInteger left = new AtomicInteger(-1);
      Thread thread =
          new Thread(
              () -> {
                try {
                  search.run();
                } catch (CancellationException cancelled) {
                  thrown.set(cancelled);
                  left.set(running.get());
                }
              });
      thread.start();
      scoring.await();
      thread.interrupt();
      thread.join();
      assertThat(thrown.get()).isInstanceOf(CancellationException.class);
      assertThat(left).hasValue(0);
      assertThat(search(ScoringTest::fast).journal(journal).run().trials())
          .isEqualTo(search(ScoringTest::fast).run().trials());
    }
  }

  @Test
  void anExecutorThatWasShutDownIsAClearError() {
    Search<Channels> search =
        search(
                (number, fidelity) -> {
                  executor.shutdownNow();
                  return Score.ofError(0.5);
                })
            .scoringOn(executor);
    assertThatIllegalStateException()
        .isThrownBy(search::run)
        .withMessageContainingAll("scoringOn()", "keep it open");
    assertThatIllegalStateException()
        .isThrownBy(search::run)
        .withMessageContainingAll("scoringOn()", "keep it open");
  }

  @Test
  void aBadStrategyIsNamedWithStageAndGeneration(@TempDir Path folder) throws IOException {
    Path journal = folder.resolve("trials.jsonl");
    SearchStrategy<Channels> bad =
        (space, earlier) ->
            new SearchStrategy.Run<>() {
              private int generation;

              @Override
              public ImmutableList<Proposal<Channels>> propose(RandomGenerator random) {
                if (generation++ == 2) {
                  throw new UnsupportedOperationException("no idea");
                }
                return ImmutableList.of(Proposal.of(space.sample(random)));
              }

              @Override
              public void record(Trial<Channels> trial) {}
            };
    assertThatIllegalStateException()
        .isThrownBy(
            Search.over(SPACE)
                    .scoredBy(ScoringTest::fast)
                    .strategy(Strategies.<Channels>random(3).then(bad))
                    .journal(journal)
                ::run)
        .withMessageContainingAll("stage 1", "generation 2", "no idea");
    assertThat(journal).content().contains("{\"result\":4");
  }

  @Test
  void aStrategyThatNeverProposesIsAnErrorNotALoop() {
    SearchStrategy<Channels> idle =
        (space, earlier) ->
            new SearchStrategy.Run<>() {
              @Override
              public ImmutableList<Proposal<Channels>> propose(RandomGenerator random) {
                return ImmutableList.of();
              }

              @Override
              public void record(Trial<Channels> trial) {}
            };
    assertThatIllegalStateException()
        .isThrownBy(Search.over(SPACE).scoredBy(ScoringTest::fast).strategy(idle.then(idle))::run)
        .withMessageContainingAll("stage 1", "generation 0", "proposed nothing");
    assertThat(
            Search.over(SPACE)
                .scoredBy(ScoringTest::fast)
                .strategy(Strategies.<Channels>random(3).then(idle))
                .run()
                .trials())
        .hasSize(3);
  }
}
