package org.smashnas.tf;

import com.google.common.collect.ImmutableMap;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.smashnas.hypernet.HyperNetArchitecture.Reading;
import org.smashnas.space.Encoding;
import org.smashnas.space.Encoding.Placement;
import org.tensorflow.types.TFloat32;

/**
 * What the HyperNet reads of one architecture, 1 × slices × positions × channels (see {@link
 * Reading}). It owns its tensor.
 */
record HyperNetInput(Encoding encoding, TFloat32 values) implements AutoCloseable {

  /** The input for an encoding; z is drawn where the HyperNet reads one. */
  static HyperNetInput of(Reading reading, Encoding encoding, RandomGenerator random) {
    return switch (reading) {
      case CELLS -> cells(encoding, random);
      case SLICES -> slices(encoding);
    };
  }

  private static HyperNetInput cells(Encoding encoding, RandomGenerator random) {
    int positions = encoding.grid().positions();
    int features = encoding.grid().fields().size();
    FloatBuffer marks = FloatBuffer.allocate(encoding.slices() * positions * features);
    encoding.write(marks);
    int channels = 1 + features;
    float[] values = new float[encoding.slices() * positions * channels];
    for (int cell = 0; cell < encoding.slices() * positions; cell++) {
      values[cell * channels] = (float) random.nextGaussian();
      marks.get(cell * features, values, cell * channels + 1, features);
    }
    return new HyperNetInput(
        encoding, HostTensors.floats(values, 1, encoding.slices(), positions, channels));
  }

  private static HyperNetInput slices(Encoding encoding) {
    int features = encoding.grid().fields().size();
    float[] values = new float[encoding.slices() * 2 * features];
    float[] shares = new float[features];
    for (Placement placement : encoding.weights()) {
      int slice = placement.firstSlice();
      for (Iterable<Integer> marks : placement.condition().slices()) {
        for (int feature : marks) {
          values[slice * 2 * features + feature] = 1;
          shares[feature] += 1f / encoding.slices();
        }
        slice++;
      }
    }
    for (int slice = 0; slice < encoding.slices(); slice++) {
      System.arraycopy(shares, 0, values, slice * 2 * features + features, features);
    }
    return new HyperNetInput(
        encoding, HostTensors.floats(values, 1, encoding.slices(), 1, 2L * features));
  }

  /**
   * Sums a gradient by the input to one by each feature of each slice of each weight, where a
   * feature counts as moving from −1 to +1 whatever the HyperNet reads it as.
   */
  static ImmutableMap<String, float[][]> byFeature(
      Reading reading, Encoding encoding, float[] byInput) {
    return switch (reading) {
      case CELLS -> cellsByFeature(encoding, byInput);
      case SLICES -> slicesByFeature(encoding, byInput);
    };
  }

  private static ImmutableMap<String, float[][]> cellsByFeature(
      Encoding encoding, float[] byInput) {
    int channels = 1 + encoding.grid().fields().size();
    return byFeature(
        encoding,
        (placement, slice, feature) -> {
          float sum = 0;
          for (int position = 0;
              position < encoding.grid().positions(placement.weight().shape());
              position++) {
            int cell = slice * encoding.grid().positions() + position;
            sum += byInput[cell * channels + 1 + feature];
          }
          return sum;
        });
  }

  /** Each slice's marks also move the architecture's shares, which all slices read. */
  private static ImmutableMap<String, float[][]> slicesByFeature(
      Encoding encoding, float[] byInput) {
    int features = encoding.grid().fields().size();
    float[] byShare = new float[features];
    for (int slice = 0; slice < encoding.slices(); slice++) {
      for (int feature = 0; feature < features; feature++) {
        byShare[feature] += byInput[(2 * slice + 1) * features + feature] / encoding.slices();
      }
    }
    return byFeature(
        encoding,
        (placement, slice, feature) ->
            (byInput[2 * slice * features + feature] + byShare[feature]) / 2);
  }

  private interface FeatureGradient {
    float of(Placement placement, int slice, int feature);
  }

  private static ImmutableMap<String, float[][]> byFeature(
      Encoding encoding, FeatureGradient gradient) {
    int features = encoding.grid().fields().size();
    ImmutableMap.Builder<String, float[][]> byWeight = ImmutableMap.builder();
    for (Placement placement : encoding.weights()) {
      float[][] rows = new float[placement.condition().slices().size()][features];
      for (int row = 0; row < rows.length; row++) {
        for (int feature = 0; feature < features; feature++) {
          rows[row][feature] = gradient.of(placement, placement.firstSlice() + row, feature);
        }
      }
      byWeight.put(placement.weight().name(), rows);
    }
    return byWeight.buildOrThrow();
  }

  @Override
  public void close() {
    values.close();
  }
}
