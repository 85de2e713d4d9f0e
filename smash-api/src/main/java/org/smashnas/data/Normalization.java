package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Collections;

/**
 * How raw values became a network's input: (value − mean) / deviation for each channel. Raw values
 * run from 0 to 1; a pixel's byte is divided by 255 first. Whoever runs an exported network does
 * the same to its inputs. Immutable.
 *
 * @param mean one a channel, finite
 * @param deviation one a channel, finite and above 0
 */
public record Normalization(ImmutableList<Double> mean, ImmutableList<Double> deviation) {
  public Normalization {
    checkArgument(
        !mean.isEmpty() && mean.size() == deviation.size(),
        "normalization has %s means and %s deviations; give one of each a channel",
        mean.size(),
        deviation.size());
    checkArgument(
        mean.stream().allMatch(Double::isFinite),
        "normalization has means %s; all must be finite",
        mean);
    checkArgument(
        deviation.stream().allMatch(value -> Double.isFinite(value) && value > 0),
        "normalization has deviations %s; all must be finite and above 0",
        deviation);
  }

  /**
   * The same for all channels.
   *
   * @param channels how many, at least 1
   * @param mean of every channel, finite
   * @param deviation of every channel, finite and above 0
   * @return the normalization
   */
  public static Normalization uniform(int channels, double mean, double deviation) {
    checkArgument(channels >= 1, "normalization of %s channels; give at least 1", channels);
    return new Normalization(
        ImmutableList.copyOf(Collections.nCopies(channels, mean)),
        ImmutableList.copyOf(Collections.nCopies(channels, deviation)));
  }

  /**
   * Normalizes one value.
   *
   * @param value from 0 to 1
   * @param channel from 0 to channels − 1
   * @return the network's input
   * @throws IndexOutOfBoundsException if there is no such channel
   */
  public float apply(double value, int channel) {
    return (float) ((value - mean.get(channel)) / deviation.get(channel));
  }
}
