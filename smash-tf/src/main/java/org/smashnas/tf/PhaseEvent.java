package org.smashnas.tf;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A phase of a training step, in recordings of JDK Flight Recorder. */
@Name("org.smashnas.Phase")
@Label("Phase of a training step")
@Category("SMASH")
@StackTrace(false)
final class PhaseEvent extends Event {
  @Label("Phase")
  final String phase;

  private PhaseEvent(String phase) {
    this.phase = phase;
  }

  /** Does a phase's work. */
  static <T> T record(String phase, Supplier<T> work) {
    PhaseEvent event = new PhaseEvent(phase);
    event.begin();
    T result = work.get();
    event.commit();
    return result;
  }
}
