package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.Removal;
import org.smashnas.space.Encoding;

/**
 * Gradients as a journal keeps them, to the last bit.
 *
 * @param loss the mean cross-entropy in nats
 * @param weights one matrix a generated weight, by its name
 * @param removals by the same names
 */
record SavedGradients(
    double loss, ImmutableMap<String, Matrix> weights, ImmutableMap<String, Removal> removals) {

  /**
   * A matrix.
   *
   * @param rows how many rows it has
   * @param values row after row: big-endian floats as Base64
   */
  record Matrix(int rows, String values) {
    static Matrix of(float[][] rows) {
      int columns = rows.length == 0 ? 0 : rows[0].length;
      ByteBuffer bytes = ByteBuffer.allocate(rows.length * columns * Float.BYTES);
      for (float[] row : rows) {
        bytes.asFloatBuffer().put(row);
        bytes.position(bytes.position() + row.length * Float.BYTES);
      }
      return new Matrix(rows.length, BaseEncoding.base64().encode(bytes.array()));
    }

    float[][] toRows() {
      ByteBuffer bytes = ByteBuffer.wrap(BaseEncoding.base64().decode(values));
      int floats = bytes.remaining() / Float.BYTES;
      checkArgument(
          rows >= 0
              && bytes.remaining() % Float.BYTES == 0
              && (rows == 0 ? floats == 0 : floats > 0 && floats % rows == 0),
          "gradients have %s bytes for %s rows; all rows have the same number of floats",
          bytes.remaining(),
          rows);
      float[][] matrix = new float[rows][rows == 0 ? 0 : floats / rows];
      for (float[] row : matrix) {
        bytes.asFloatBuffer().get(row);
        bytes.position(bytes.position() + row.length * Float.BYTES);
      }
      return matrix;
    }
  }

  static SavedGradients of(ConditionGradients gradients) {
    return new SavedGradients(
        gradients.loss(),
        ImmutableMap.copyOf(Maps.transformValues(gradients.byWeight(), Matrix::of)),
        gradients.removals());
  }

  ConditionGradients of(Encoding encoding) {
    return new ConditionGradients(
        encoding,
        loss,
        ImmutableMap.copyOf(Maps.transformValues(weights, Matrix::toRows)),
        removals);
  }
}
