package org.smashnas.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.study.BitSpace.Bits;

class TruthTableTest {
  private static final String GOOD =
      """
      cell,seed0,seed1,note
      0,45.32,45.34,fine
      0007,6.5e1,66,
      2,-1, 70.25 ,"a, b"
      """;

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  private void assertRefused(String text, String... parts) throws IOException {
    Path file = file(text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TruthTable.read(file, BitSpace::parse, "seed0", "seed1"))
        .withMessageContaining(file.toString())
        .withMessageContainingAll(parts);
  }

  @Test
  void columnsAreReadByTheirNames() throws IOException {
    TruthTable<Bits> table = TruthTable.read(file(GOOD), BitSpace::parse, "seed1", "seed0");
    assertThat(table.name()).isEqualTo("table.csv: seed1, seed0");
    assertThat(table.architectures()).containsExactly(new Bits(0), new Bits(7), new Bits(2));
    assertThat(table.seeds()).isEqualTo(2);
    assertThat(table.truths(new Bits(7))).containsExactly(66.0, 65.0);
    assertThat(table.truths(new Bits(2))).containsExactly(70.25, -1.0);
    assertThat(table.contains(new Bits(1))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.truths(new Bits(1)))
        .withMessageContainingAll("table.csv", "value=1");
  }

  @Test
  void packedFilesAndLinesOfWindowsAreRead() throws IOException {
    Path packed = folder.resolve("table.csv.gz");
    try (OutputStream target = new GZIPOutputStream(Files.newOutputStream(packed))) {
      target.write(("\uFEFF" + GOOD.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(TruthTable.read(packed, BitSpace::parse, "seed0").truths(new Bits(0)))
        .containsExactly(45.32);
    Files.writeString(packed, GOOD);
    assertThatThrownBy(() -> TruthTable.read(packed, BitSpace::parse, "seed0"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll(packed.toString(), ".gz");
  }

  @Test
  void numbersThatAreNoneAreRefusedWithTheirLine() throws IOException {
    for (String number : new String[] {"NaN", "", "x", "1d", "0x1p3", "Infinity", "1e999"}) {
      assertRefused(
          "cell,seed0,seed1\n3,1,2\n5,7," + number + "\n",
          "line 3",
          "seed1",
          "architecture 5",
          "\"" + number + "\"",
          "finite number");
    }
  }

  @Test
  void architecturesAreKnownAndThereOnce() throws IOException {
    assertRefused("cell,seed0,seed1\nten,1,2\n", "line 2", "ten", "unknown", "For input");
    assertRefused(
        "cell,seed0,seed1\n3,1,2\n4,1,2\n\n03,1,2\n", "line 5", "03", "line 2 again", "keep one");
  }

  @Test
  void tablesWithoutRowsOrColumnsAreRefused() throws IOException {
    assertRefused("", "empty");
    assertRefused("cell,seed0,seed1\n", "no rows");
    assertRefused("cell,seed0,other\n3,1,2\n", "seed1", "[seed0, other]");
    assertRefused("seed1,seed0,other\n3,1,2\n", "no column seed1");
    assertRefused("cell,seed0,seed1,seed1\n3,1,2,3\n", "seed1", "several");
    assertRefused("cell,seed0,seed1\n3,1\n", "line 2", "2 values", "header has 3");
    assertRefused("cell,seed0,seed1\n3,1,2,3\n", "line 2", "4 values");
    assertRefused("cell,seed0,seed1\n\"3,1,2\n", "comma-separated");
    assertThatThrownBy(() -> TruthTable.read(folder.resolve("none.csv"), BitSpace::parse, "seed0"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("none.csv", "no such file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TruthTable.read(folder.resolve("none.csv"), BitSpace::parse))
        .withMessageContaining("no column");
  }

  @Test
  void givenTruthsAreCheckedAsReadOnesAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TruthTable.of("mine", ImmutableMap.of()))
        .withMessageContainingAll("mine", "empty");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TruthTable.of("mine", ImmutableMap.of(new Bits(1), ImmutableList.of(Double.NaN))))
        .withMessageContainingAll("mine", "value=1", "NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TruthTable.of(
                    "mine",
                    ImmutableMap.of(
                        new Bits(1), ImmutableList.of(1.0, 2.0),
                        new Bits(2), ImmutableList.of(1.0))))
        .withMessageContainingAll("value=2", "equally many");
  }
}
