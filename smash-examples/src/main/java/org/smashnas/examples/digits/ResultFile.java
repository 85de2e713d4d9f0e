package org.smashnas.examples.digits;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.smashnas.json.StrictJson;

/** Writes a result as JSON, aside first, so that an earlier one stays whole. */
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
    Path target = file.toAbsolutePath();
    Path aside = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      MoreFiles.createParentDirectories(target);
      Files.writeString(aside, StrictJson.create().writePretty(result) + System.lineSeparator());
      Files.move(
          aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + file + " (" + failure + ")", failure);
    }
  }
}
