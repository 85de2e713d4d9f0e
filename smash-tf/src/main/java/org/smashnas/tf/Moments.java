package org.smashnas.tf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smashnas.network.Layer;
import org.smashnas.network.Operation.BatchNorm;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Mean and variance of each channel. */
record Moments(Operand<TFloat32> mean, Operand<TFloat32> variance) {

  /**
   * Joins the moments of norms that share their running ones: each channel's mean over the norms
   * that have it, as long as the widest.
   */
  static Map<String, Moments> shared(GraphScope scope, Map<Layer, Moments> layers) {
    Map<String, List<Layer>> users = new LinkedHashMap<>();
    layers
        .keySet()
        .forEach(
            layer ->
                users
                    .computeIfAbsent(
                        ((BatchNorm) layer.operation()).moments(), name -> new ArrayList<>())
                    .add(layer));
    Map<String, Moments> joined = new LinkedHashMap<>();
    users.forEach(
        (name, norms) ->
            joined.put(
                name,
                new Moments(
                    mean(scope, norms, norms.stream().map(layers::get).map(Moments::mean).toList()),
                    mean(
                        scope,
                        norms,
                        norms.stream().map(layers::get).map(Moments::variance).toList()))));
    return joined;
  }

  private static Operand<TFloat32> mean(
      GraphScope scope, List<Layer> norms, List<Operand<TFloat32>> vectors) {
    if (norms.size() == 1) {
      return vectors.get(0);
    }
    Ops tf = scope.tf();
    int widest = norms.stream().mapToInt(layer -> layer.shape().channels()).max().orElseThrow();
    float[] share = new float[widest];
    List<Operand<TFloat32>> padded = new ArrayList<>();
    for (int index = 0; index < norms.size(); index++) {
      int channels = norms.get(index).shape().channels();
      for (int channel = 0; channel < channels; channel++) {
        share[channel]++;
      }
      padded.add(
          tf.pad(
              vectors.get(index),
              tf.constant(new int[][] {{0, widest - channels}}),
              scope.scalar(0)));
    }
    return tf.math.div(scope.sum(padded), tf.constant(share));
  }
}
