package org.smashnas.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  private record Line(int number, String text) {}

  @TempDir private Path folder;
  private Path log;

  @BeforeEach
  void write() {
    log = folder.resolve("logs").resolve("log.jsonl");
    try (JsonLines<Line> lines = JsonLines.open(log, Line.class, line -> true)) {
      lines.append(new Line(1, "ä"));
      lines.append(new Line(2, "b"));
    }
  }

  private void append(Line line) {
    try (JsonLines<Line> lines = JsonLines.open(log, Line.class, kept -> true)) {
      lines.append(line);
    }
  }

  @Test
  void readsWhatWasAppendedOverSeveralOpenings() {
    append(new Line(3, "c"));
    assertThat(JsonLines.read(log, Line.class))
        .containsExactly(new Line(1, "ä"), new Line(2, "b"), new Line(3, "c"));
  }

  @Test
  void aTornLastLineIsDropped() throws IOException {
    String whole = Files.readString(log);
    Files.writeString(log, whole + "{\"number\":3,\"te");
    assertThat(JsonLines.read(log, Line.class)).hasSize(2);
    append(new Line(3, "c"));
    assertThat(log).hasContent(whole + "{\"number\":3,\"text\":\"c\"}\n");
  }

  @Test
  void goesOnAfterTheLinesThatAreKept() {
    try (JsonLines<Line> lines = JsonLines.open(log, Line.class, line -> line.number() < 2)) {
      lines.append(new Line(9, "z"));
    }
    assertThat(JsonLines.read(log, Line.class)).containsExactly(new Line(1, "ä"), new Line(9, "z"));
  }

  @Test
  void aDamagedLineIsOneErrorWithItsPlaceAndTheFileStays() throws IOException {
    String damaged = Files.readString(log).replace("\"number\":1", "\"number\":\"one\"");
    Files.writeString(log, damaged);
    assertThatThrownBy(() -> append(new Line(3, "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("log.jsonl, line 1");
    assertThat(log).hasContent(damaged);
  }

  @Test
  void aMissingLogIsOneClearError() {
    assertThatThrownBy(() -> JsonLines.read(folder.resolve("none"), Line.class))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none");
  }
}
