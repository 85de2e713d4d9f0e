package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkState;

import java.util.OptionalInt;

/**
 * The number of TensorFlow's threads, which is one a process: its first session makes the pools
 * that all sessions share, and another number asked for later would be ignored in silence. So that
 * this is an error instead, a system property keeps the first number.
 */
final class ProcessThreads {
  private static final String SETTLED = "smash.threads.settled";
  private static final String ALL = "as many as processors";

  private ProcessThreads() {}

  /** Settles the number, or checks that it is the one settled; nothing wanted fits any. */
  static String settle(OptionalInt wanted) {
    String text = wanted.isPresent() ? Integer.toString(wanted.getAsInt()) : ALL;
    Object earlier = System.getProperties().putIfAbsent(SETTLED, text);
    String settled = earlier == null ? text : earlier.toString();
    checkState(
        wanted.isEmpty() || settled.equals(text),
        "threads is %s, but this process computes with %s since its first HyperNet or network;"
            + " ask for the same number from the first on",
        text,
        settled);
    return settled;
  }
}
