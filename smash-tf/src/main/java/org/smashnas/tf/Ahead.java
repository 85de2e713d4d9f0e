package org.smashnas.tf;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Makes what the next step needs on a thread of its own while the present step runs. What is made
 * depends on the step's number alone.
 */
final class Ahead<T> implements AutoCloseable {
  private final LongFunction<T> maker;
  private final Consumer<T> unused;
  private final long end;
  private final ExecutorService thread;
  private Optional<CompletableFuture<T>> next;

  /**
   * @param thread the thread's name
   * @param first the first step
   * @param end the step after the last
   * @param maker makes what a step needs
   * @param unused frees what was made in vain
   */
  Ahead(String thread, long first, long end, LongFunction<T> maker, Consumer<T> unused) {
    this.maker = maker;
    this.unused = unused;
    this.end = end;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, thread);
              made.setDaemon(true);
              return made;
            });
    this.next = make(first);
  }

  private Optional<CompletableFuture<T>> make(long step) {
    return step < end
        ? Optional.of(CompletableFuture.supplyAsync(() -> maker.apply(step), thread))
        : Optional.empty();
  }

  /** What a step needs; steps are taken in order, and what is taken belongs to the caller. */
  T take(long step) {
    T made = join(next.orElseThrow());
    next = make(step + 1);
    return made;
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  /** Ends the thread and frees what was made in vain. */
  @Override
  public void close() {
    thread.shutdown();
    next.map(future -> future.handle((made, failure) -> Optional.ofNullable(made)).join())
        .ifPresent(made -> made.ifPresent(unused));
  }
}
