package org.smashnas.search;

import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.smashnas.file.AtomicFile;

/**
 * The file beside a journal that spares scoring again. It may be deleted; one that is damaged or of
 * another search is not used.
 */
record EnsembleFile(Path path) {
  private static final long MAGIC = 0x534d_4153_4853_554dL;
  private static final int HEADER = 5 * Long.BYTES + 2 * Integer.BYTES;

  static EnsembleFile beside(Path journal) {
    return new EnsembleFile(journal.resolveSibling(journal.getFileName() + ".ensemble"));
  }

  /** The sum through one trial, and what that trial measured. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sum(long trial, double error, double loss, double ensembleError, float[][] values) {
    static Sum through(Trial<?> last, float[][] values) {
      return new Sum(
          last.number(),
          last.error(),
          last.evaluation().loss(),
          last.ensembleError().orElseThrow(),
          values);
    }

    boolean isThrough(Trial<?> other) {
      return trial == other.number()
          && error == other.error()
          && loss == other.evaluation().loss()
          && other.ensembleError().orElse(Double.NaN) == ensembleError;
    }
  }

  void write(Sum sum) {
    AtomicFile.write(
        path,
        target -> {
          DataOutputStream data = new DataOutputStream(target);
          data.writeLong(MAGIC);
          data.writeLong(sum.trial());
          data.writeDouble(sum.error());
          data.writeDouble(sum.loss());
          data.writeDouble(sum.ensembleError());
          data.writeInt(sum.values().length);
          data.writeInt(sum.values()[0].length);
          for (float[] row : sum.values()) {
            for (float value : row) {
              data.writeFloat(value);
            }
          }
          data.flush();
        });
  }

  Optional<Sum> read() {
    ByteSource bytes = MoreFiles.asByteSource(path);
    try (DataInputStream data = new DataInputStream(bytes.openBufferedStream())) {
      if (data.readLong() != MAGIC) {
        return Optional.empty();
      }
      long trial = data.readLong();
      double error = data.readDouble();
      double loss = data.readDouble();
      double ensembleError = data.readDouble();
      int rows = data.readInt();
      int columns = data.readInt();
      if (rows < 1
          || columns < 1
          || Files.size(path) != HEADER + (long) rows * columns * Float.BYTES) {
        return Optional.empty();
      }
      float[][] values = new float[rows][columns];
      for (float[] row : values) {
        for (int column = 0; column < columns; column++) {
          row[column] = data.readFloat();
        }
      }
      return Optional.of(new Sum(trial, error, loss, ensembleError, values));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
