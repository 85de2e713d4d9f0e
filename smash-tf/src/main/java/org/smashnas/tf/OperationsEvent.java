package org.smashnas.tf;

import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/**
 * TensorFlow's operations of one kind in one run of a program, in recordings of JDK Flight Recorder
 * that ask for it: such runs are traced by TensorFlow, which slows them down.
 */
@Name("org.smashnas.Operations")
@Label("TensorFlow operations of a kind")
@Category("SMASH")
@Enabled(false)
@StackTrace(false)
final class OperationsEvent extends Event {
  private static final RunOptions TRACED =
      RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();

  @Label("Phase")
  final String phase;

  @Label("Kind")
  final String kind;

  @Label("Operations")
  final int count;

  @Label("Time, those that ran at once counted each")
  @Timespan
  final long time;

  private OperationsEvent(String phase, String kind, int count, long time) {
    this.phase = phase;
    this.kind = kind;
    this.count = count;
    this.time = time;
  }

  private record Total(int count, long nanoseconds) {
    Total plus(Total other) {
      return new Total(count + other.count, nanoseconds + other.nanoseconds);
    }
  }

  /** Runs a program, traced if a recording asks for it. */
  static Result run(String phase, Session.Runner runner) {
    if (!new OperationsEvent(phase, "", 0, 0).isEnabled()) {
      return runner.run();
    }
    Result result = runner.setOptions(TRACED).runAndFetchMetadata();
    result.getMetadata().ifPresent(metadata -> commit(phase, metadata));
    return result;
  }

  private static void commit(String phase, RunMetadata metadata) {
    Map<String, Total> totals = new TreeMap<>();
    metadata.getStepStats().getDevStatsList().stream()
        .flatMap(device -> device.getNodeStatsList().stream())
        .forEach(node -> totals.merge(kind(node.getNodeName()), total(node), Total::plus));
    totals.forEach(
        (kind, total) ->
            new OperationsEvent(phase, kind, total.count(), total.nanoseconds()).commit());
  }

  /** Names are numbered where they repeat: "grouped_3/Conv2d_7". */
  private static String kind(String name) {
    return name.replaceAll("(_\\d+)+(?=/|$)", "");
  }

  private static Total total(NodeExecStats node) {
    return new Total(1, node.getOpEndRelNanos() - node.getOpStartRelNanos());
  }
}
