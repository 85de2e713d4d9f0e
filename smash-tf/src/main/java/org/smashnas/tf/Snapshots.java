package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.nio.file.Path;
import java.util.Map;
import org.smashnas.json.StrictJson;

/**
 * Saves what is trained: for use, without the optimiser's state, or as a checkpoint with all of it.
 * Both are files of one kind, so a checkpoint can be used as well.
 */
record Snapshots(Source source) {
  private static final String STEPS = "optimizerSteps";
  private static final String LOSS_SCALE = "lossScale";
  private static final String TRAINING = "training";
  private static final StrictJson JSON = StrictJson.create();

  /** What is trained. */
  interface Source {
    /** What it is: kind, version, and what else tells it from others. */
    ImmutableMap<String, String> identity();

    /** The values by name. */
    Variables variables();

    /** Makes the variables that values are for and that are not there yet. */
    void prepare(Map<String, NamedTensor> values);

    /** How far the optimiser came. */
    OptimizerProgress progress();

    void setProgress(OptimizerProgress progress);
  }

  /** A checkpoint that was read. */
  final class Checkpoint {
    private final Path path;
    private final WeightFile file;

    private Checkpoint(Path path) {
      this.path = path;
      this.file = WeightFile.read(path);
      ImmutableMap<String, String> identity = source.identity();
      Map<String, ?> others =
          Maps.difference(identity, Maps.filterKeys(file.metadata(), identity::containsKey))
              .entriesDiffering();
      checkArgument(
          others.isEmpty(),
          "%s was saved by something else (here, there): %s; save to another folder",
          path,
          others);
    }

    String trainingState() {
      return file.text(path, TRAINING);
    }

    /** Puts everything in place. */
    void restore() {
      OptimizerProgress progress =
          new OptimizerProgress(
              Long.parseLong(file.text(path, STEPS)),
              source.progress().lossScale().map(first -> lossScale()));
      source.prepare(file.tensors());
      source.variables().restore(path, file.tensors(), name -> true);
      source.setProgress(progress);
    }

    private LossScale lossScale() {
      return JSON.read(file.text(path, LOSS_SCALE), LossScale.class, "loss scale in " + path);
    }
  }

  Checkpoint read(Path file) {
    return new Checkpoint(file);
  }

  void saveCheckpoint(Path file, String trainingState) {
    OptimizerProgress progress = source.progress();
    ImmutableMap.Builder<String, String> metadata =
        ImmutableMap.<String, String>builder()
            .putAll(source.identity())
            .put(STEPS, Long.toString(progress.steps()))
            .put(TRAINING, trainingState);
    progress.lossScale().ifPresent(scale -> metadata.put(LOSS_SCALE, JSON.write(scale)));
    new WeightFile(metadata.buildOrThrow(), source.variables().export(name -> true)).write(file);
  }

  void saveForUse(Path file) {
    new WeightFile(
            source.identity(), source.variables().export(name -> !OptimizerUpdates.isState(name)))
        .write(file);
  }

  /** Puts the values of a file in place, without an optimiser's state. */
  void restoreForUse(Path path, WeightFile file) {
    ImmutableSortedMap<String, NamedTensor> values =
        ImmutableSortedMap.copyOf(
            Maps.filterKeys(file.tensors(), name -> !OptimizerUpdates.isState(name)));
    source.prepare(values);
    source.variables().restore(path, values, name -> !OptimizerUpdates.isState(name));
  }
}
