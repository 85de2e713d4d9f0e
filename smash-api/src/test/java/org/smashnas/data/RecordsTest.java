package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private static byte[] read(Records records, int index, int bytes) {
    byte[] target = new byte[bytes];
    records.read(index, target);
    return target;
  }

  /** The file is sparse: it takes next to no room. */
  @Test
  void moreThanTwoGibibytesAreMapped() throws IOException {
    int recordBytes = 3073;
    int count = 1_000_000;
    int[] marked = {0, 1, 349_410, 349_411, 349_412, 698_820, 698_821, 698_822, 698_823, 999_999};
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      file.setLength(5 + (long) count * recordBytes);
      for (int index = 0; index < marked.length; index++) {
        file.seek(5 + (long) marked[index] * recordBytes);
        file.write(index + 1);
        file.seek(5 + (long) (marked[index] + 1) * recordBytes - 1);
        file.write(-index - 1);
      }
      Records records = Records.map(file.getChannel(), 5, count, recordBytes);
      assertThat(records.count()).isEqualTo(count);
      for (int index = 0; index < marked.length; index++) {
        byte[] record = read(records, marked[index], recordBytes);
        assertThat(record[0]).isEqualTo((byte) (index + 1));
        assertThat(record[1]).isZero();
        assertThat(record[recordBytes - 1]).isEqualTo((byte) (-index - 1));
      }
    }
  }

  @Test
  void aRecordIsReadAsFarAsTheTargetGoes() throws IOException {
    try (FileChannel channel = FileChannel.open(file(new byte[] {9, 1, 2, 3, 4, 5, 6}))) {
      Records records = Records.map(channel, 1, 2, 3);
      assertThat(read(records, 0, 3)).containsExactly(1, 2, 3);
      assertThat(read(records, 1, 2)).containsExactly(4, 5);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> read(records, 2, 1))
          .withMessageContaining("2");
    }
  }

  @Test
  void aFileTooShortIsRefused() throws IOException {
    try (FileChannel channel = FileChannel.open(file(new byte[6]))) {
      assertThatExceptionOfType(EOFException.class)
          .isThrownBy(() -> Records.map(channel, 1, 2, 3))
          .withMessageContaining("6 of 7 bytes");
    }
  }

  @Test
  void aStreamIsUnpackedAsFarAsTheRecordsGo() throws IOException {
    ByteArrayInputStream stream = new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5});
    Records records = Records.unpack(stream, 2, 2);
    assertThat(read(records, 0, 2)).containsExactly(1, 2);
    assertThat(read(records, 1, 2)).containsExactly(3, 4);
    assertThat(stream.read()).isEqualTo(5);
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(() -> Records.unpack(new ByteArrayInputStream(new byte[3]), 2, 2))
        .withMessageContaining("3 of 4 bytes");
  }

  @Test
  void thereMustBeRoomForWhatIsUnpacked() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> TemporaryFile.open(Long.MAX_VALUE))
        .withMessageContainingAll(Long.toString(Long.MAX_VALUE), "java.io.tmpdir");
  }
}
