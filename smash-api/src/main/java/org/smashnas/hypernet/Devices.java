package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where networks are trained and scored. On several devices each training step divides its batch
 * among them; see {@link #of}.
 *
 * @param list the devices, all of one kind and no two the same; empty for the automatic choice
 */
public record Devices(ImmutableList<Device> list) {
  private static final String AUTOMATIC = "auto";

  public Devices {
    checkArgument(
        ImmutableSet.copyOf(list).size() == list.size(),
        "devices are %s; name each of them once",
        list);
    checkArgument(
        list.stream().map(Device::kind).distinct().count() <= 1,
        "devices are %s; they must be of one kind",
        list);
  }

  /**
   * The first GPU if there is one, otherwise the processor.
   *
   * @return the choice
   */
  public static Devices automatic() {
    return new Devices(ImmutableList.of());
  }

  /**
   * The processor.
   *
   * @return the choice
   */
  public static Devices cpu() {
    return of(new Device(Device.Kind.CPU, 0));
  }

  /**
   * One or several GPUs.
   *
   * @param first the index of the first, which keeps the weights
   * @param more indices of others
   * @return the choice
   */
  public static Devices gpus(int first, int... more) {
    return new Devices(
        IntStream.concat(IntStream.of(first), IntStream.of(more))
            .mapToObj(index -> new Device(Device.Kind.GPU, index))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * These devices. Each goes forward and back on its own part of a batch, whose sizes differ by at
   * most one example, and the means of the gradients over the whole batch update the weights, which
   * the first device keeps. Norms in training normalise each part by its own mean and variance, and
   * their running moments follow the parts' means of them; so n devices train as one device would
   * that normalises n parts of each batch apart. Scores and predictions come from the first device.
   *
   * @param first the one that keeps the weights
   * @param more others of its kind
   * @return the choice
   */
  public static Devices of(Device first, Device... more) {
    return new Devices(
        Stream.concat(Stream.of(first), Stream.of(more)).collect(ImmutableList.toImmutableList()));
  }

  /**
   * Reads a choice.
   *
   * @param text {@code auto}, or devices as {@link Device#parse} reads them with commas between
   * @return the choice
   * @throws IllegalArgumentException if it is another text
   */
  public static Devices parse(String text) {
    if (Ascii.equalsIgnoreCase(text.strip(), AUTOMATIC)) {
      return automatic();
    }
    return new Devices(
        Stream.of(text.split(",", -1)).map(Device::parse).collect(ImmutableList.toImmutableList()));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return list.isEmpty()
        ? AUTOMATIC
        : list.stream().map(Device::toString).collect(Collectors.joining(","));
  }
}
