package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that computes.
 *
 * @param kind what it is
 * @param index which of its kind, from 0; processors of an index above 0 are parts of the one
 *     processor that behave like devices of their own
 */
public record Device(Kind kind, int index) {
  private static final Pattern TEXT = Pattern.compile("(cpu|gpu)(?::(\\d{1,3}))?");

  /** What a device is. */
  public enum Kind {
    /** The processor. */
    CPU,
    /** A graphics processor. */
    GPU
  }

  public Device {
    checkArgument(index >= 0, "device %s has index %s; it must be at least 0", kind, index);
  }

  /**
   * Reads a device.
   *
   * @param text {@code cpu}, {@code gpu}, or either with an index, as {@code gpu:1}
   * @return the device
   * @throws IllegalArgumentException if it is another text
   */
  public static Device parse(String text) {
    Matcher found = TEXT.matcher(Ascii.toLowerCase(text.strip()));
    checkArgument(found.matches(), "device is %s; it must be cpu, gpu, or as gpu:1", text);
    String index = found.group(2);
    return new Device(
        Kind.valueOf(Ascii.toUpperCase(found.group(1))),
        index == null ? 0 : Integer.parseInt(index));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(kind.name()) + ":" + index;
  }
}
