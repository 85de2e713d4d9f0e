package org.smashnas.examples.commands;

import java.nio.file.Path;
import java.util.Optional;
import org.smashnas.data.Normalization;
import org.smashnas.data.Split;
import org.smashnas.space.ArchitectureSpace;

/**
 * A run that was started before.
 *
 * @param folder its files
 * @param options what it is made of
 * @param normalization of its examples
 */
record SavedRun(RunFolder folder, RunOptions options, Normalization normalization) {

  static SavedRun open(Path path) {
    return open(path, Optional.empty());
  }

  /** Opens a run whose data may be in another place by now. */
  static SavedRun open(Path path, Optional<Path> data) {
    RunFolder folder = new RunFolder(path);
    RunSettings read = folder.readSettings();
    RunSettings saved = data.map(read::withData).orElse(read);
    RunOptions options = new RunOptions();
    SavedOptions.restore(saved.options(), options, folder.settings());
    options.settle();
    SavedOptions.checkWhole(saved.options(), options.saved().keySet(), folder.settings());
    return new SavedRun(folder, options, saved.normalization());
  }

  /** The space for the run's examples. */
  ArchitectureSpace<?> space(Split data) {
    try {
      return options.space(data.train());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(folder.settings() + ": " + wrong.getMessage(), wrong);
    }
  }
}
