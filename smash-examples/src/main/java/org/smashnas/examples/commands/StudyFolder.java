package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.nio.file.Files;
import java.nio.file.Path;
import org.smashnas.examples.files.ResultFile;

/** The files of a study. */
record StudyFolder(Path path) {

  Path settings() {
    return path.resolve("study-settings.json");
  }

  Path journal() {
    return path.resolve("study.jsonl");
  }

  Path result() {
    return path.resolve("study.json");
  }

  Path document() {
    return path.resolve("study.md");
  }

  StudySettings readSettings() {
    StudySettings saved =
        ResultFile.read(
            settings(), StudySettings.class, "there is no study to go on with; leave --resume out");
    checkArgument(
        saved.version() == StudySettings.VERSION,
        "%s has version %s, and this program reads %s; use the program that wrote it",
        settings(),
        saved.version(),
        StudySettings.VERSION);
    return saved;
  }

  /** Refuses to study where a study has ended. */
  void checkUnfinished() {
    checkState(
        !Files.exists(result()),
        "%s holds a study already; name another folder with --out",
        result());
  }

  /** Refuses to start a study where one was stopped. */
  void checkUnused() {
    checkState(
        !Files.exists(journal()),
        "%s holds a study that was stopped; go on with --resume, or name another folder with --out",
        path);
  }

  /** Finds out before long work whether files can be written at its end. */
  void checkWritable() {
    new RunFolder(path).checkWritable();
  }
}
