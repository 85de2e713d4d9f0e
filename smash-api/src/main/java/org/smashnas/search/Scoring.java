package org.smashnas.search;

import com.google.common.base.Stopwatch;
import com.google.common.base.Throwables;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.smashnas.hypernet.Score;

/** One scoring, on whatever thread runs it. It can be interrupted while it runs. */
final class Scoring implements Runnable {
  private final Supplier<Score> scorer;
  private final Optional<Timeout> timeout;

  @GuardedBy("this")
  private State state = State.WAITING;

  @GuardedBy("this")
  private @Nullable Thread runner;

  @GuardedBy("this")
  private boolean interrupted;

  @GuardedBy("this")
  private boolean timedOut;

  @GuardedBy("this")
  private @Nullable Score score;

  @GuardedBy("this")
  private @Nullable Throwable failure;

  Scoring(Supplier<Score> scorer, Optional<Timeout> timeout) {
    this.scorer = scorer;
    this.timeout = timeout;
  }

  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  /** How long a scoring may take, and whose thread looks at the clock. */
  record Timeout(Duration limit, ScheduledExecutorService clock) {}

  @Override
  public void run() {
    if (!start()) {
      return;
    }
    Optional<Future<?>> alarm =
        timeout.map(
            set ->
                set.clock().schedule(this::timeOut, set.limit().toNanos(), TimeUnit.NANOSECONDS));
    try {
      end(scorer.get(), null);
    } catch (Throwable thrown) {
      end(null, thrown);
    }
    alarm.ifPresent(set -> set.cancel(false));
  }

  private synchronized boolean start() {
    if (state != State.WAITING) {
      return false;
    }
    state = State.RUNNING;
    runner = Thread.currentThread();
    return true;
  }

  private synchronized void timeOut() {
    timedOut |= state == State.RUNNING;
    interruptRunner();
  }

  private synchronized void end(@Nullable Score score, @Nullable Throwable failure) {
    state = State.ENDED;
    runner = null;
    this.score = score;
    this.failure = failure;
    if (interrupted) {
      // The thread is another's: an interrupt that came from here must not stay behind.
      Thread.interrupted();
    }
    notifyAll();
  }

  /** Keeps it from starting, or interrupts it. */
  synchronized void cancel() {
    if (state == State.WAITING) {
      state = State.ENDED;
      failure = new CancellationException("the search has ended");
      notifyAll();
    }
    interruptRunner();
  }

  private synchronized void interruptRunner() {
    if (runner != null) {
      interrupted = true;
      runner.interrupt();
    }
  }

  /** Waits a while. */
  synchronized boolean hasEnded(long millis) throws InterruptedException {
    Stopwatch watch = Stopwatch.createStarted();
    while (state != State.ENDED) {
      long left = millis - watch.elapsed(TimeUnit.MILLISECONDS);
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Waits until it has ended, even if the waiting thread is interrupted. */
  void awaitEnd() {
    boolean wasInterrupted = false;
    while (true) {
      try {
        if (hasEnded(1_000)) {
          break;
        }
      } catch (InterruptedException interruption) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean isWaiting() {
    return state == State.WAITING;
  }

  /** The score, unless the scorer failed. */
  synchronized Optional<Score> score() {
    return timedOut ? Optional.empty() : Optional.ofNullable(score);
  }

  /**
   * Why there is no score.
   *
   * @throws Error if the scorer threw one
   * @throws CancellationException if the scorer was interrupted, not by a timeout
   */
  synchronized Throwable failure() {
    if (failure != null) {
      Throwables.throwIfInstanceOf(failure, Error.class);
    }
    if (timedOut) {
      return new ScoringTimeoutException(timeout.orElseThrow().limit());
    }
    if (failure == null) {
      return new IllegalStateException("the scorer gave null");
    }
    Throwables.throwIfInstanceOf(failure, CancellationException.class);
    if (Throwables.getCausalChain(failure).stream().anyMatch(Scoring::isInterruption)) {
      CancellationException cancelled =
          new CancellationException("the scorer was interrupted: " + failure);
      cancelled.initCause(failure);
      throw cancelled;
    }
    return failure;
  }

  private static boolean isInterruption(Throwable thrown) {
    return thrown instanceof InterruptedException || thrown instanceof ClosedByInterruptException;
  }

  /** A scoring that took too long. */
  static final class ScoringTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScoringTimeoutException(Duration limit) {
      super("took longer than the timeout of " + limit);
    }
  }
}
