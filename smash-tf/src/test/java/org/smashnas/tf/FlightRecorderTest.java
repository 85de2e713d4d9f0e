package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.memorybank.MemoryBank;

/** What a recording of a training tells. */
class FlightRecorderTest {
  private static final String PHASE = "org.smashnas.Phase";
  private static final String OPERATIONS = "org.smashnas.Operations";

  @TempDir private Path folder;

  @Test
  void aRecordingHasThePhasesOfEachStep() throws IOException {
    List<RecordedEvent> events = recordTraining(new Recording());
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals(PHASE))
        .extracting(event -> event.getString("phase"))
        .contains(
            "build of the next program",
            "HyperNet forward",
            "main network",
            "HyperNet back, update");
    assertThat(events).noneMatch(event -> event.getEventType().getName().equals(OPERATIONS));
  }

  @Test
  void aRecordingThatAsksForThemHasTensorFlowsOperationsByKind() throws IOException {
    Recording recording = new Recording();
    recording.enable(OPERATIONS);
    assertThat(recordTraining(recording))
        .filteredOn(event -> event.getEventType().getName().equals(OPERATIONS))
        .anySatisfy(
            event -> {
              assertThat(event.getString("phase")).isEqualTo("main network");
              assertThat(event.getString("kind")).isEqualTo("1x1/MatMul");
              assertThat(event.getInt("count")).isPositive();
              assertThat(event.getDuration("time")).isPositive();
            });
  }

  private List<RecordedEvent> recordTraining(Recording recording) throws IOException {
    Path file = folder.resolve("training.jfr");
    try (recording;
        HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      recording.start();
      hyperNet.train(QuadrantTask.split().train(), QuadrantTask.shortTraining().epochs(1).build());
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }
}
