package org.smashnas.examples.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingStep;

/** Where the time of training steps goes, as the library's events tell Flight Recorder. */
final class StepBreakdown implements TrainingListener {
  private static final String PHASE = "org.smashnas.Phase";
  private static final String OPERATIONS = "org.smashnas.Operations";

  private final Recording recording = new Recording();
  private final long warmUp;
  private long started;
  private Duration processorTime = Duration.ZERO;
  private long steps;

  private StepBreakdown(long warmUp) {
    this.warmUp = warmUp;
    recording.enable(PHASE);
  }

  /** Of the phases, which may overlap; watches the steps after the first ones. */
  static StepBreakdown ofPhases(long warmUp) {
    return new StepBreakdown(warmUp);
  }

  /** Of TensorFlow's operations too, whose tracing slows the steps down. */
  static StepBreakdown ofOperations(long warmUp) {
    StepBreakdown breakdown = new StepBreakdown(warmUp);
    breakdown.recording.enable(OPERATIONS);
    return breakdown;
  }

  @Override
  public void onStep(TrainingStep step) {
    if (step.step() + 1 == warmUp) {
      recording.start();
      started = System.nanoTime();
      processorTime = processorTime();
    }
    steps = step.step() + 1 - warmUp;
  }

  private static Duration processorTime() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return Duration.ofNanos(system.getProcessCpuTime());
  }

  /** Prints the phases, and how idle the processors were. */
  void printPhases() {
    double wall = (System.nanoTime() - started) / 1e6;
    double busy = processorTime().minus(processorTime).toNanos() / 1e6;
    List<RecordedEvent> events = end();
    System.out.printf(
        Locale.ROOT,
        "%-60s %9.1f ms a step, processors busy %.0f %%%n",
        "a step",
        wall / steps,
        100 * busy / wall / Runtime.getRuntime().availableProcessors());
    print(
        events,
        PHASE,
        event -> event.getString("phase"),
        event -> event.getDuration().toNanos() / 1e6);
  }

  /** Prints the operations by phase and kind. */
  void printOperations() {
    print(
        end(),
        OPERATIONS,
        event -> event.getString("phase") + ": " + event.getString("kind"),
        event -> event.getDuration("time").toNanos() / 1e6);
  }

  private void print(
      List<RecordedEvent> events,
      String name,
      Function<RecordedEvent, String> key,
      ToDoubleFunction<RecordedEvent> time) {
    Map<String, Double> times =
        events.stream()
            .filter(event -> event.getEventType().getName().equals(name))
            .collect(Collectors.groupingBy(key, Collectors.summingDouble(time)));
    times.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .filter(entry -> entry.getValue() / steps >= 0.05)
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT, "  %-58s %9.1f%n", entry.getKey(), entry.getValue() / steps));
  }

  private List<RecordedEvent> end() {
    try {
      Path file = Files.createTempFile("smash", ".jfr");
      recording.stop();
      recording.dump(file);
      recording.close();
      List<RecordedEvent> events = RecordingFile.readAllEvents(file);
      Files.delete(file);
      return events;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "the recording cannot be written to a temporary file", failure);
    }
  }
}
