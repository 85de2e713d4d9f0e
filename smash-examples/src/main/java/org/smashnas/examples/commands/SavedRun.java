package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.file.Path;
import org.smashnas.data.Normalization;
import org.smashnas.memorybank.MemoryBankSpace;

/**
 * A run that was started before.
 *
 * @param folder its files
 * @param options what it is made of
 * @param normalization of its examples
 */
record SavedRun(RunFolder folder, RunOptions options, Normalization normalization) {

  static SavedRun open(Path path) {
    RunFolder folder = new RunFolder(path);
    RunSettings saved = folder.readSettings();
    RunOptions options = new RunOptions();
    SavedOptions.restore(saved.options(), options, folder.settings());
    return new SavedRun(folder, options, saved.normalization());
  }

  /** An architecture that the search found. */
  SearchReport.Ranked ranked(int rank, MemoryBankSpace space) {
    SearchReport found = folder.readSearch();
    checkArgument(
        rank >= 0 && rank < found.trials().size(),
        "--rank is %s, but %s has the ranks 0 to %s; name one of them",
        rank,
        folder.search(),
        found.trials().size() - 1);
    SearchReport.Ranked ranked = found.trials().get(rank);
    try {
      space.validate(ranked.architecture());
    } catch (IllegalArgumentException other) {
      throw new IllegalArgumentException(
          "%s, rank %s, is not of this run's space: %s; search again"
              .formatted(folder.search(), rank, other.getMessage()),
          other);
    }
    return ranked;
  }
}
