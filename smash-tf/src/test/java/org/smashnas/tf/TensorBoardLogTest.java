package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.TrainingLog;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.hypernet.TrainingStep;
import org.tensorflow.op.Ops;
import org.tensorflow.op.io.ReaderRead;
import org.tensorflow.op.io.TfRecordReader;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.types.TString;

/** Event files, read back by TensorFlow's own reader, which checks the checksums. */
class TensorBoardLogTest {
  @TempDir private Path folder;

  private Path events() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static List<Event> read(Path file, int count) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Program program = new Program(ConfigProto.getDefaultInstance())) {
      Ops tf = Ops.create(program.graph());
      TfRecordReader reader = tf.io.tfRecordReader(TfRecordReader.sharedName("reader"));
      var queue = tf.io.fifoQueue(List.of(TString.class));
      program
          .runner()
          .addTarget(tf.io.queueEnqueue(queue, List.of(tf.constant(file.toString()))))
          .run()
          .close();
      ReaderRead next = tf.io.readerRead(reader, queue);
      for (int index = 0; index < count; index++) {
        try (var result = program.runner().fetch(next.value()).run()) {
          events.add(Event.parseFrom(((TString) result.get(0)).asBytes().getObject()));
        }
      }
    }
    return events;
  }

  @Test
  void writesWhatTensorFlowReads() throws IOException {
    try (TrainingLog log = TensorFlow.tensorBoard(folder, 2)) {
      log.onStart(4, 8);
      log.onStep(new TrainingStep(4, 8, 1.5, 0.5, 0.1));
      log.onStep(new TrainingStep(5, 8, 1.25, 0.25, 0.1));
      log.onEpoch(
          new TrainingReport(2, 4, 1.375, 0.375, Optional.of(new Evaluation(0.75, 0.5, 2))));
    }
    List<Event> events = read(events(), 4);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getStep()).isEqualTo(4);
    assertThat(events.get(1).getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
    assertThat(events.get(2).getStep()).isEqualTo(6);
    assertThat(values(events.get(2)))
        .containsExactly("step/loss 1.25", "step/error 0.25", "step/learning rate 0.1");
    assertThat(values(events.get(3)))
        .containsExactly(
            "training/loss 1.375",
            "training/error 0.375",
            "validation/loss 2.0",
            "validation/error 0.75",
            "validation/top-5 error 0.5");
  }

  private static List<String> values(Event event) {
    return event.getSummary().getValueList().stream()
        .map(value -> value.getTag() + " " + value.getSimpleValue())
        .toList();
  }

  @Test
  void aFolderThatIsAFileIsOneClearError() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "");
    try (TrainingLog log = TensorFlow.tensorBoard(blocked, 1)) {
      assertThatThrownBy(() -> log.onStart(0, 1)).hasMessageContaining(blocked.toString());
    }
  }
}
