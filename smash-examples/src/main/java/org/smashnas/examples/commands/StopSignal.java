package org.smashnas.examples.commands;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Whether the user wants the program to stop, by Ctrl-C or by a termination signal. Whoever asks
 * promises to stop tidily: from the first question on, a signal no longer ends the process at once
 * but waits for {@link #finished}.
 */
public final class StopSignal implements BooleanSupplier {
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private volatile boolean stopped;
  private boolean watching;

  /** A signal that has not come yet. */
  public StopSignal() {}

  @Override
  public synchronized boolean getAsBoolean() {
    if (!watching) {
      watching = true;
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "smash-stop"));
    }
    return stopped;
  }

  private void stop() {
    stopped = true;
    if (!exitCode.isDone()) {
      // The exit code of a process that ends by a signal is the signal's; only halting sets it.
      Runtime.getRuntime().halt(exitCode.join());
    }
  }

  /**
   * Says that the program did all it wants to do.
   *
   * @param code what the process is to exit with
   */
  public void finished(int code) {
    exitCode.complete(code);
  }
}
