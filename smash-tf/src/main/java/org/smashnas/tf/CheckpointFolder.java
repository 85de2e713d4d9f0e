package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.smashnas.hypernet.Checkpoints;
import org.smashnas.json.StrictJson;

/** The checkpoints of one training: which files there are and when each is written. */
final class CheckpointFolder {
  private static final StrictJson JSON = StrictJson.create();

  private final Checkpoints options;
  private final Snapshots snapshots;
  private final int stepsOfEpoch;
  private long lastSaved = -1;

  CheckpointFolder(Checkpoints options, Snapshots snapshots, int stepsOfEpoch) {
    this.options = options;
    this.snapshots = snapshots;
    this.stepsOfEpoch = stepsOfEpoch;
  }

  /** Goes on from the last checkpoint, if there is one. */
  Optional<TrainingState> resume(ImmutableSortedMap<String, String> plan) {
    Path file = last();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Snapshots.Checkpoint found = snapshots.read(file);
    TrainingState state =
        JSON.read(found.trainingState(), TrainingState.class, "training state in " + file);
    Map<String, ?> changed = Maps.difference(state.plan(), plan).entriesDiffering();
    checkArgument(
        changed.isEmpty() && state.plan().keySet().equals(plan.keySet()),
        "%s is of a training with other options (there, here): %s; go on with the same options, or"
            + " save to another folder",
        file,
        changed);
    found.restore();
    lastSaved = state.step();
    return Optional.of(state);
  }

  /** Saves after a step within an epoch, if it is time to. */
  void afterStep(TrainingState state) {
    if (isTimeByStep(state)) {
      saveLast(state);
    }
  }

  /** Saves after an epoch, if it is time to. */
  void afterEpoch(TrainingState state) {
    long epoch = state.step() / stepsOfEpoch;
    if (state.isBest()) {
      save("best.safetensors", state);
    }
    if (options.keepEvery().isPresent() && epoch % options.keepEvery().getAsInt() == 0) {
      save(String.format(Locale.ROOT, "epoch-%04d.safetensors", epoch), state);
    }
    if (epoch % options.everyEpochs() == 0 || isTimeByStep(state)) {
      saveLast(state);
    }
  }

  private boolean isTimeByStep(TrainingState state) {
    return options.everySteps().isPresent() && state.step() % options.everySteps().getAsInt() == 0;
  }

  /** Saves, unless it is saved already. */
  void saveLast(TrainingState state) {
    if (state.step() != lastSaved) {
      snapshots.saveCheckpoint(last(), JSON.write(state));
      lastSaved = state.step();
    }
  }

  private void save(String name, TrainingState state) {
    snapshots.saveCheckpoint(options.folder().resolve(name), JSON.write(state));
  }

  private Path last() {
    return options.folder().resolve("last.safetensors");
  }

  @Override
  public String toString() {
    return options.folder().toString();
  }
}
