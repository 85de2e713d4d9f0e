package org.smashnas.tf;

import java.util.Arrays;
import java.util.List;
import org.smashnas.data.Batch;
import org.smashnas.network.Shape;
import org.smashnas.network.WeightShape;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Copies between Java arrays and tensors, and feeds numbers. Each tensor made belongs to the
 * caller.
 */
final class HostTensors {
  private HostTensors() {}

  static TFloat32 floats(float[] values, long... extents) {
    return TFloat32.tensorOf(
        org.tensorflow.ndarray.Shape.of(extents), DataBuffers.of(values, true, false));
  }

  static TFloat32 weight(float[] values, WeightShape shape) {
    return floats(values, shape.height(), shape.width(), shape.inputs(), shape.outputs());
  }

  static TFloat32 images(float[] values, int count, Shape shape) {
    return floats(values, count, shape.height(), shape.width(), shape.channels());
  }

  static TFloat32 images(Batch batch, Shape shape) {
    return images(batch.images(), batch.size(), shape);
  }

  /** Some of a batch's images. */
  static TFloat32 images(Batch batch, int start, int count, Shape shape) {
    return TFloat32.tensorOf(
        org.tensorflow.ndarray.Shape.of(count, shape.height(), shape.width(), shape.channels()),
        DataBuffers.of(batch.images(), true, false)
            .slice((long) start * shape.size(), (long) count * shape.size()));
  }

  /** Some of a batch's classes. */
  static TInt32 labels(Batch batch, int start, int count) {
    return TInt32.vectorOf(Arrays.copyOfRange(batch.labels(), start, start + count));
  }

  /** Feeds a number; the caller closes what was fed after the run. */
  static void feed(
      Session.Runner runner,
      List<? super TFloat32> fed,
      Operand<TFloat32> placeholder,
      double value) {
    TFloat32 tensor = TFloat32.scalarOf((float) value);
    fed.add(tensor);
    runner.feed(placeholder, tensor);
  }

  static float[] read(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  static boolean readFlag(Tensor tensor) {
    return ((TBool) tensor).getBoolean();
  }

  static float[][] readRows(Tensor tensor, int columns) {
    float[] values = read(tensor);
    float[][] rows = new float[values.length / columns][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    return rows;
  }
}
