package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smashnas.data.Pixels.assertUnreadable;
import static org.smashnas.data.Pixels.assertWrong;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
  private static final byte[] SIX = {1, 2, 3, 4, 5, (byte) 250};

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("arrays.npz");
  }

  private static byte[] record(Records records, int index, int bytes) {
    byte[] record = new byte[bytes];
    records.read(index, record);
    return record;
  }

  private Records bytes(String array, int recordBytes) {
    try (NpzFile file = NpzFile.open(path)) {
      return file.bytes(array, recordBytes);
    }
  }

  private IntToLongFunction integers(int count) {
    try (NpzFile file = NpzFile.open(path)) {
      return file.integers("n", count);
    }
  }

  private void write(String header, byte[] values) throws IOException {
    new NpzWriter().array("n", header, values).write(path, ZipEntry.DEFLATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
  void bytesAreReadFromStoredAndFromDeflatedMembers(int method) throws IOException {
    new NpzWriter()
        .integers("before", 1, 2, 3)
        .bytes("x", "(2, 3)", SIX)
        .bytes("after", "(1,)", new byte[] {9})
        .write(path, method);
    Records records = bytes("x", 3);
    assertThat(records.count()).isEqualTo(2);
    assertThat(record(records, 0, 3)).containsExactly(1, 2, 3);
    assertThat(record(records, 1, 3)).containsExactly(4, 5, 250);
    assertThat(record(bytes("after", 1), 0, 1)).containsExactly(9);
    try (NpzFile file = NpzFile.open(path)) {
      assertThat(file.shape("x")).containsExactly(2L, 3L);
      assertThat(file.has("x")).isTrue();
      assertThat(file.has("y")).isFalse();
    }
  }

  /** Nothing is copied: the array would not fit the heap of the tests, nor its temporary file. */
  @Test
  void aStoredArrayOfMoreThanTwoGibibytesIsMappedInsideTheArchive() throws IOException {
    long size = 3072L * 800_000;
    NpzWriter.writeSparse(
        path,
        "x.npy",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (800000, 3072), }",
        size,
        77);
    Records records = bytes("x", 3072);
    assertThat(records.count()).isEqualTo(800_000);
    byte[] last = record(records, 799_999, 3072);
    assertThat(last[3071]).isEqualTo((byte) 77);
    assertThat(last[3070]).isZero();
    assertThat(record(records, 0, 3072)).containsOnly(0);
  }

  @Test
  void truthValuesAreBytesToo() throws IOException {
    write("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", new byte[] {1, 0});
    assertThat(record(bytes("n", 2), 0, 2)).containsExactly(1, 0);
  }

  @Test
  void headersOfOtherVersionsAndWritersAreUnderstood() throws IOException {
    write("{'shape': (3L, 2L), 'fortran_order':False, 'descr':'|u1'}", SIX);
    assertThat(record(bytes("n", 2), 2, 2)).containsExactly(5, 250);
    String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (6,), }\n";
    for (int version = 2; version <= 3; version++) {
      ByteBuffer member =
          ByteBuffer.allocate(12 + text.length() + 6)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0})
              .putInt(text.length())
              .put(text.getBytes(StandardCharsets.US_ASCII))
              .put(SIX);
      new NpzWriter().member("n.npy", member.array()).write(path, ZipEntry.DEFLATED);
      assertThat(record(bytes("n", 6), 0, 6)).containsExactly(SIX);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "|u1, 01ff, 1, 255",
    "|i1, 01ff, 1, -1",
    "<u2, 0100ffff, 1, 65535",
    "<i2, 0100feff, 1, -2",
    "<u4, 01000000ffffffff, 1, 4294967295",
    "<i4, 01000000feffffff, 1, -2",
    "<i8, 0100000000000000feffffffffffffff, 1, -2",
    "<u8, 01000000000000000000000000000001, 1, 72057594037927936"
  })
  void wholeNumbersOfEveryTypeAreRead(String type, String hex, long first, long second)
      throws IOException {
    write(
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': (2,), }",
        HexFormat.of().parseHex(hex));
    assertThat(IntStream.range(0, 2).mapToLong(integers(2))).containsExactly(first, second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"|O", "<f4", ">i8", "<U3", "|V1"})
  void otherTypesAreRefused(String type) throws IOException {
    write("{'descr': '" + type + "', 'fortran_order': False, 'shape': (6,), }", SIX);
    assertWrong(() -> bytes("n", 6), path, "n.npy", "type " + type, "bytes", "anew");
    assertWrong(() -> integers(6), path, "n.npy", "type " + type, "integers", "anew");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (6,), }",
        "{'descr': '|u1', 'shape': (6,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-6,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': 6, }",
        "__import__('os').system('echo')",
        ""
      })
  void headersOfAnotherFormAreRefused(String header) throws IOException {
    write(header, SIX);
    assertWrong(() -> bytes("n", 6), path, "n.npy", "array header " + header, "anew");
  }

  @Test
  void fortranOrderIsRefused() throws IOException {
    write("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", SIX);
    assertWrong(() -> bytes("n", 3), path, "n.npy", "Fortran order", "C order");
  }

  @Test
  void aMemberThatIsNoArrayIsRefused() throws IOException {
    new NpzWriter()
        .member("n.npy", "plain text".getBytes(StandardCharsets.US_ASCII))
        .write(path, ZipEntry.DEFLATED);
    assertWrong(() -> bytes("n", 6), path, "n.npy", "not an npy array", "anew");
    new NpzWriter().member("n.npy", new byte[] {(byte) 0x93, 'N'}).write(path, ZipEntry.STORED);
    assertUnreadable(() -> bytes("n", 6), path, "cut short");
    new NpzWriter()
        .member("n.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 9, 0, 1, 0})
        .write(path, ZipEntry.STORED);
    assertWrong(() -> bytes("n", 6), path, "version 9");
  }

  @Test
  void unbelievableSizesAreRefusedBeforeMemoryIsTaken() throws IOException {
    write("{'descr': '|u1', 'fortran_order': False, 'shape': (999999999999, 6), }", SIX);
    assertWrong(() -> bytes("n", 6), path, "134 bytes", "takes 6000000000122", "anew");
    write("{'descr': '|u1', 'fortran_order': False, 'shape': (999999999999999999, 999999), }", SIX);
    assertWrong(() -> bytes("n", 6), path, "takes 9223372036854775807");
    write("{'descr': '<i8', 'fortran_order': False, 'shape': (2000000000,), }", SIX);
    assertWrong(() -> integers(2_000_000_000), path, "takes 16000000128");
    byte[] longHeader = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 0, 0, 0, 0x7f};
    new NpzWriter().member("n.npy", longHeader).write(path, ZipEntry.DEFLATED);
    assertWrong(() -> bytes("n", 6), path, "header of 2130706432 bytes", "at most");
  }

  @Test
  void arraysOfAnotherSizeAreRefused() throws IOException {
    write("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", SIX);
    assertWrong(() -> bytes("n", 4), path, "n.npy", "[2, 3]", "examples of 4 bytes");
    assertWrong(() -> integers(5), path, "n.npy", "[2, 3]", "5 numbers");
    write("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 3), }", new byte[0]);
    assertWrong(() -> bytes("n", 3), path, "[0, 3]", "examples of 3 bytes");
    write("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", new byte[5]);
    assertWrong(() -> bytes("n", 3), path, "n.npy", "133 bytes", "takes 134");
    write("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", new byte[7]);
    assertWrong(() -> bytes("n", 3), path, "n.npy", "135 bytes", "takes 134");
  }

  @Test
  void aMissingArrayIsNamedWithThoseThatAreThere() throws IOException {
    new NpzWriter().bytes("x", "(6,)", SIX).bytes("y", "(6,)", SIX).write(path, ZipEntry.STORED);
    assertWrong(() -> bytes("n", 6), path, "no array 'n'", "x.npy", "y.npy");
  }

  @Test
  void filesThatAreNoArchiveAreRefused() throws IOException {
    assertUnreadable(() -> bytes("n", 6), path, "no such file");
    Files.write(path, new byte[0]);
    assertUnreadable(() -> bytes("n", 6), path, "zip");
    Files.writeString(path, "not a zip file");
    assertUnreadable(() -> bytes("n", 6), path, "zip");
  }

  @ParameterizedTest
  @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
  void anArchiveCutAnywhereIsRefused(int method) throws IOException {
    new NpzWriter().bytes("n", "(2, 3)", SIX).integers("m", 1, 2).write(path, method);
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertUnreadable(() -> bytes("n", 3), path);
    }
  }

  @Test
  void unpackedContentMustHaveItsChecksum() throws IOException {
    byte[] noise = new byte[4000];
    new Random(5).nextBytes(noise);
    new NpzWriter().bytes("n", "(4000,)", noise).write(path, ZipEntry.DEFLATED);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(2000);
      int old = file.read();
      file.seek(2000);
      file.write(old ^ 1);
    }
    assertUnreadable(() -> bytes("n", 4000), path);
  }
}
