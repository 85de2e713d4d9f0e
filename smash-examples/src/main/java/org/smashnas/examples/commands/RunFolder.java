package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.smashnas.examples.files.ResultFile;

/** The files of a run. */
record RunFolder(Path path) {

  Path settings() {
    return path.resolve("settings.json");
  }

  Path checkpoints() {
    return path.resolve("hypernet");
  }

  Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  Path hyperNet() {
    return path.resolve("hypernet.safetensors");
  }

  Path diagnosis() {
    return path.resolve("diagnosis.json");
  }

  Path search() {
    return path.resolve("search.json");
  }

  Path trials() {
    return path.resolve("trials.jsonl");
  }

  Path searchSettings() {
    return path.resolve("search-settings.json");
  }

  Derived derived(int rank) {
    return new Derived(path.resolve("derived-" + rank), rank, this);
  }

  /** The files of a derived network. */
  record Derived(Path path, int rank, RunFolder run) {
    Path settings() {
      return path.resolve("settings.json");
    }

    Path checkpoints() {
      return path.resolve("checkpoints");
    }

    Path metrics() {
      return path.resolve("metrics.jsonl");
    }

    Path network() {
      return path.resolve("network.safetensors");
    }

    Path result() {
      return path.resolve("result.json");
    }

    DerivedSettings readSettings() {
      DerivedSettings saved =
          ResultFile.read(
              settings(),
              DerivedSettings.class,
              "there is no training to go on with; leave --resume out");
      checkVersion(settings(), saved.version(), DerivedSettings.VERSION);
      return saved;
    }

    /** Refuses to start where a training was started before. */
    void checkUnused() {
      checkState(
          !Files.exists(settings()) && !Files.exists(checkpoints()),
          "%s holds a training already; go on with --resume, or remove the folder",
          path);
    }

    /** Refuses to go on without the trained network. */
    void checkTrained() {
      checkState(
          Files.exists(network()),
          "%s is not there; train it first: smash derive %s --rank %s%s",
          network(),
          run.path,
          rank,
          Files.exists(settings()) ? " --resume" : "");
    }
  }

  RunSettings readSettings() {
    RunSettings saved =
        ResultFile.read(
            settings(),
            RunSettings.class,
            "name the folder of a run, or start one with 'smash train'");
    checkVersion(settings(), saved.version(), RunSettings.VERSION);
    return saved;
  }

  SearchSettings readSearchSettings() {
    SearchSettings saved =
        ResultFile.read(
            searchSettings(),
            SearchSettings.class,
            "there is no search to go on with; leave --resume out");
    checkVersion(searchSettings(), saved.version(), SearchSettings.VERSION);
    return saved;
  }

  private SearchReport readSearch() {
    SearchReport saved =
        ResultFile.read(search(), SearchReport.class, "search first: smash search " + path);
    checkVersion(search(), saved.version(), SearchReport.VERSION);
    return saved;
  }

  /** An architecture that the search found. */
  SearchReport.Ranked readRank(int rank) {
    SearchReport found = readSearch();
    checkArgument(
        rank >= 0 && rank < found.trials().size(),
        "--rank is %s, but %s has the ranks 0 to %s; name one of them",
        rank,
        search(),
        found.trials().size() - 1);
    return found.trials().get(rank);
  }

  private static void checkVersion(Path file, int found, int known) {
    checkArgument(
        found == known,
        "%s has version %s, and this program reads %s; use the program that wrote it",
        file,
        found,
        known);
  }

  /** Refuses to start where a training was started before. */
  void checkUnused() {
    checkState(
        !Files.exists(settings()) && !Files.exists(checkpoints()),
        "%s holds a training already; go on with --resume, or choose another folder",
        path);
  }

  /** Refuses to search where a search has ended. */
  void checkUnsearched() {
    checkState(
        !Files.exists(search()),
        "%s holds a search already; to search anew, remove it, %s, %s and the networks derived from"
            + " it",
        search(),
        searchSettings(),
        trials());
  }

  /** Refuses to start a search where one was stopped. */
  void checkNoSearchStarted() {
    checkState(
        !Files.exists(searchSettings()) && !Files.exists(trials()),
        "%s holds a search that was stopped; go on with --resume, or remove %s and %s",
        path,
        searchSettings(),
        trials());
  }

  /** Refuses to go on without the trained HyperNet. */
  void checkTrained() {
    checkState(
        Files.exists(hyperNet()),
        "%s is not there: the training has not ended; go on with: smash train --out %s --resume",
        hyperNet(),
        path);
  }

  /** Finds out before long work whether files can be written at its end. */
  void checkWritable() {
    @Nullable Path existing = path.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    checkState(
        existing != null && Files.isDirectory(existing) && Files.isWritable(existing),
        "cannot write to %s: %s is no folder that may be written to; name another",
        path,
        existing);
  }
}
