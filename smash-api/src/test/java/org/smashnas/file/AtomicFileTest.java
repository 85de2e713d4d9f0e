package org.smashnas.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void writesAFileAndTheFoldersOnTheWay() {
    Path file = folder.resolve("a").resolve("b").resolve("text");
    AtomicFile.write(file, "grün");
    assertThat(file).hasContent("grün");
    AtomicFile.write(file, "neu");
    assertThat(file).hasContent("neu");
    assertThat(file.getParent()).isDirectoryContaining(found -> found.equals(file));
    assertThat(file.getParent().toFile().list()).containsExactly("text");
  }

  @Test
  void aFailureHalfwayLeavesTheOldFileAndNothingElse() {
    Path file = folder.resolve("text");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    target -> {
                      target.write(new byte[1_000_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("unharmed");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("text");
  }

  @Test
  void aFolderThatIsAFileIsOneClearError() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> AtomicFile.write(blocked.resolve("text"), "new"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(blocked.toString());
  }

  @Test
  void anInterruptedThreadWritesToTheEnd() {
    Path file = folder.resolve("text");
    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(file, "whole");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file).hasContent("whole");
  }
}
