package org.smashnas.testing;

import java.util.Optional;

/** How something breaks a property. */
record Mismatch(String expected, String found, Optional<Throwable> cause) {

  static Optional<Mismatch> of(String expected, String found) {
    return Optional.of(new Mismatch(expected, found, Optional.empty()));
  }

  static Optional<Mismatch> thrown(String expected, Throwable thrown) {
    return Optional.of(
        new Mismatch(expected, "it threw " + firstLine(thrown), Optional.of(thrown)));
  }

  static Optional<Mismatch> none() {
    return Optional.empty();
  }

  private static String firstLine(Throwable thrown) {
    return thrown.toString().lines().findFirst().orElse("an exception");
  }
}
