package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.io.LittleEndianDataInputStream;
import com.google.common.math.LongMath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands before the numbers of an npy array: its type, order and shape, as the text of a
 * Python dictionary (NumPy's numpy.lib.format, versions 1 to 3). Only arrays of plain numbers in C
 * order are accepted; object arrays would be Python's pickles, which can run code.
 *
 * @param type such as |u1 or &lt;i8
 * @param bytes the size of the header itself
 */
record NpyHeader(String type, ImmutableList<Long> shape, int bytes) {
  private static final String MAGIC = "\u0093NUMPY";
  private static final int MAX_TEXT = 10_000;
  private static final Pattern TYPE = Pattern.compile("'descr': *'([^']{1,20})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
  // Python 2 wrote 10L.
  private static final Pattern SHAPE =
      Pattern.compile("'shape': *\\(((?:[0-9]{1,18}L?, ?){0,8}(?:[0-9]{1,18}L?)?)\\)");

  /** Reads a header; messages name the place, a file and the array in it. */
  static NpyHeader read(InputStream array, String place) throws IOException {
    LittleEndianDataInputStream in = new LittleEndianDataInputStream(array);
    byte[] magic = in.readNBytes(MAGIC.length());
    int version = in.readUnsignedByte();
    in.readUnsignedByte();
    checkArgument(
        new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC)
            && version >= 1
            && version <= 3,
        "%s is not an npy array of version 1 to 3: it begins with %s, version %s; get the"
            + " published file anew",
        place,
        Arrays.toString(magic),
        version);
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    int length = version == 1 ? in.readUnsignedShort() : in.readInt();
    checkArgument(
        length >= 0 && length <= MAX_TEXT,
        "%s has an array header of %s bytes; it must have at most %s, get the published file anew",
        place,
        length,
        MAX_TEXT);
    String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return parse(text, place, MAGIC.length() + 2 + lengthBytes + length);
  }

  private static NpyHeader parse(String text, String place, int bytes) {
    checkArgument(
        only(ORDER, text, place).equals("False"),
        "%s is in Fortran order; save it in C order",
        place);
    ImmutableList<Long> shape =
        Stream.of(only(SHAPE, text, place).split("[L, ]+", -1))
            .filter(extent -> !extent.isEmpty())
            .map(Long::valueOf)
            .collect(ImmutableList.toImmutableList());
    return new NpyHeader(only(TYPE, text, place), shape, bytes);
  }

  private static String only(Pattern pattern, String text, String place) {
    Matcher found = pattern.matcher(text);
    checkArgument(
        found.find(),
        "%s has the array header %s; it must name one plain number type, an order and a shape, get"
            + " the published file anew",
        place,
        text.strip());
    return found.group(1);
  }

  /** The number of values; what overflows is the largest long. */
  long size() {
    return shape.stream().reduce(1L, LongMath::saturatedMultiply);
  }
}
