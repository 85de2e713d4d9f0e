package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.io.MoreFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.smashnas.file.FileFailure;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.TrainingLog;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.hypernet.TrainingStep;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/**
 * Writes a training's figures as TensorBoard's event files: records of a length, an event, and
 * checksums of both. A training that goes on writes a new file whose first event tells TensorBoard
 * to drop the steps that come again.
 */
final class TensorBoardLog implements TrainingLog {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK = 0xa282ead8;

  private final Path folder;
  private final int everySteps;
  private Optional<FileOutputStream> file = Optional.empty();
  private long stepsDone;

  TensorBoardLog(Path folder, int everySteps) {
    checkArgument(
        everySteps >= 1, "events are written every %s steps; it must be at least 1", everySteps);
    this.folder = folder;
    this.everySteps = everySteps;
  }

  @Override
  public void onStart(long step, long steps) {
    close();
    Path path = folder.resolve("events.out.tfevents." + System.currentTimeMillis() + "." + step);
    try {
      MoreFiles.createParentDirectories(path.toAbsolutePath());
      file = Optional.of(new FileOutputStream(path.toFile(), true));
    } catch (IOException failure) {
      throw unwritable(failure);
    }
    stepsDone = step;
    write(event(0).setFileVersion(VERSION));
    write(
        event(step)
            .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START)));
  }

  @Override
  public void onStep(TrainingStep step) {
    stepsDone = step.step() + 1;
    if (stepsDone % everySteps == 0) {
      Summary.Builder summary = Summary.newBuilder();
      add(summary, "step/loss", step.loss());
      add(summary, "step/error", step.error());
      add(summary, "step/learning rate", step.learningRate());
      write(event(stepsDone).setSummary(summary));
    }
  }

  @Override
  public void onEpoch(TrainingReport epoch) {
    Summary.Builder summary = Summary.newBuilder();
    add(summary, "training/loss", epoch.loss());
    add(summary, "training/error", epoch.error());
    epoch.validation().ifPresent(measured -> add(summary, measured));
    write(event(stepsDone).setSummary(summary));
  }

  private static void add(Summary.Builder summary, Evaluation measured) {
    add(summary, "validation/loss", measured.loss());
    add(summary, "validation/error", measured.error());
    add(summary, "validation/top-5 error", measured.topFiveError());
  }

  private static void add(Summary.Builder summary, String tag, double value) {
    summary.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value));
  }

  private static Event.Builder event(long step) {
    return Event.newBuilder().setWallTime(System.currentTimeMillis() / 1000.0).setStep(step);
  }

  private void write(Event.Builder event) {
    byte[] data = event.build().toByteArray();
    ByteBuffer length = littleEndian(Long.BYTES).putLong(data.length).flip();
    ByteBuffer record =
        littleEndian(Long.BYTES + 2 * Integer.BYTES + data.length)
            .put(length.duplicate())
            .putInt(maskedChecksum(length))
            .put(data)
            .putInt(maskedChecksum(ByteBuffer.wrap(data)));
    try {
      file.orElseThrow().write(record.array(), record.arrayOffset(), record.position());
    } catch (IOException failure) {
      throw unwritable(failure);
    }
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int maskedChecksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  private UncheckedIOException unwritable(IOException failure) {
    return FileFailure.of(
        "write events to " + folder, failure, "check the path and the room on its disk");
  }

  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
        file = Optional.empty();
      }
    } catch (IOException failure) {
      throw unwritable(failure);
    }
  }
}
