package org.smashnas.tf;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mean and variance of each channel, as numbers. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChannelMoments(float[] mean, float[] variance) {

  ChannelMoments head(int channels) {
    return new ChannelMoments(Arrays.copyOf(mean, channels), Arrays.copyOf(variance, channels));
  }

  /** The means of several batches' moments. */
  static Map<String, ChannelMoments> average(List<Map<String, ChannelMoments>> batches) {
    Map<String, ChannelMoments> averages = new LinkedHashMap<>();
    for (String name : batches.get(0).keySet()) {
      averages.put(
          name,
          new ChannelMoments(
              mean(batches.stream().map(batch -> of(batch, name).mean()).toList()),
              mean(batches.stream().map(batch -> of(batch, name).variance()).toList())));
    }
    return averages;
  }

  private static ChannelMoments of(Map<String, ChannelMoments> batch, String name) {
    ChannelMoments moments = batch.get(name);
    if (moments == null) {
      throw new IllegalStateException("batch lacks moments " + name);
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
