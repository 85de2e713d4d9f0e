package org.smashnas.tf;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;

/**
 * Builds the next step's program on a thread of its own while the present one runs. What is built
 * depends on the step's number alone.
 */
final class ProgramQueue implements AutoCloseable {
  private final LongFunction<CandidateProgram> builder;
  private final long steps;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "smash-program-builder");
            made.setDaemon(true);
            return made;
          });
  private CompletableFuture<CandidateProgram> next;

  ProgramQueue(long steps, LongFunction<CandidateProgram> builder) {
    this.builder = builder;
    this.steps = steps;
    this.next = build(0);
  }

  private CompletableFuture<CandidateProgram> build(long step) {
    return CompletableFuture.supplyAsync(() -> builder.apply(step), thread);
  }

  /** The program of a step; steps are taken in order. The caller closes it. */
  CandidateProgram take(long step) {
    CandidateProgram program = join(next);
    if (step + 1 < steps) {
      next = build(step + 1);
    }
    return program;
  }

  private static CandidateProgram join(CompletableFuture<CandidateProgram> future) {
    try {
      return future.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  /**
   * Ends the thread and frees a program that was built in vain; closing a program twice is
   * harmless.
   */
  @Override
  public void close() {
    CompletableFuture<Void> freed =
        next.handle((program, failure) -> program).thenAccept(ProgramQueue::free);
    thread.shutdown();
    freed.join();
  }

  private static void free(CandidateProgram program) {
    if (program != null) {
      program.close();
    }
  }
}
