package org.smashnas.tf;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smashnas.network.Layer;

/** Mean and variance of each channel, as numbers. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChannelMoments(float[] mean, float[] variance) {

  ChannelMoments head(int channels) {
    return new ChannelMoments(Arrays.copyOf(mean, channels), Arrays.copyOf(variance, channels));
  }

  /** The means of several batches' moments. */
  static Map<Layer, ChannelMoments> average(List<Map<Layer, ChannelMoments>> batches) {
    Map<Layer, ChannelMoments> averages = new LinkedHashMap<>();
    for (Layer norm : batches.get(0).keySet()) {
      averages.put(
          norm,
          new ChannelMoments(
              mean(batches.stream().map(batch -> of(batch, norm).mean()).toList()),
              mean(batches.stream().map(batch -> of(batch, norm).variance()).toList())));
    }
    return averages;
  }

  private static ChannelMoments of(Map<Layer, ChannelMoments> batch, Layer norm) {
    ChannelMoments moments = batch.get(norm);
    if (moments == null) {
      throw new IllegalStateException("batch lacks the moments of " + norm.name());
    }
    return moments;
  }

  private static float[] mean(List<float[]> rows) {
    float[] mean = new float[rows.get(0).length];
    for (float[] row : rows) {
      for (int index = 0; index < mean.length; index++) {
        mean[index] += row[index] / rows.size();
      }
    }
    return mean;
  }
}
