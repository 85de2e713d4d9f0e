package org.smashnas.examples.digits;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.smashnas.file.AtomicFile;
import org.smashnas.json.StrictJson;

/** The files of a run. */
final class ResultFile {
  private ResultFile() {}

  /** Makes the folder of a run, so that a wrong one is found before the long work. */
  static void makeFolder(Path folder) {
    try {
      MoreFiles.createParentDirectories(folder.resolve("any"));
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot make the folder " + folder + " (" + failure + "); name another with --out",
          failure);
    }
  }

  static void write(Path file, Object result) {
    AtomicFile.write(file, StrictJson.create().writePretty(result) + System.lineSeparator());
  }
}
