package org.smashnas.examples.commands;

import java.util.concurrent.CancellationException;

/** Says how to go on with what the user stopped. */
final class Cancelled {
  private Cancelled() {}

  static CancellationException resumable(CancellationException cancelled, String command) {
    CancellationException told =
        new CancellationException(cancelled.getMessage() + " with: " + command);
    told.initCause(cancelled);
    return told;
  }
}
