package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;

/**
 * All that can befall a saved file. Whatever it is, loading is to fail with one error that names
 * the file and says what to do.
 */
final class DamagedFile {
  private static final String REMEDY = "save it anew|name the right file|check the path";
  private static final int FLIPS = 40;

  private final Path file;
  private final byte[] whole;
  private final Consumer<Path> load;

  DamagedFile(Path file, Consumer<Path> load) {
    this.file = file;
    this.load = load;
    try {
      this.whole = Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void assertEveryTruncationIsRefused() {
    int header = headerLength(whole);
    int[] lengths = {
      0, 1, 7, 8, 9, 8 + header / 2, 8 + header - 1, 8 + header, 8 + header + 1, whole.length - 1
    };
    Map<String, byte[]> damages = new LinkedHashMap<>();
    for (int length : lengths) {
      damages.put("cut to " + length + " bytes", Arrays.copyOf(whole, length));
    }
    damages.put("one byte more", Arrays.copyOf(whole, whole.length + 1));
    assertRefused(damages);
  }

  void assertEveryFlippedByteIsRefused() {
    RandomGenerator random = new SplittableRandom(7);
    int data = 8 + headerLength(whole);
    Map<String, byte[]> damages = new LinkedHashMap<>();
    IntStream.range(0, 8).forEach(place -> flip(damages, place, random));
    random.ints(FLIPS, 8, data).forEach(place -> flip(damages, place, random));
    random.ints(FLIPS, data, whole.length).forEach(place -> flip(damages, place, random));
    assertRefused(damages);
  }

  private void flip(Map<String, byte[]> damages, int place, RandomGenerator random) {
    byte[] damaged = whole.clone();
    damaged[place] ^= (byte) (1 << random.nextInt(8));
    damages.put("byte " + place + " is " + damaged[place] + ", not " + whole[place], damaged);
  }

  void assertEveryChangedDigitOfTheHeaderIsRefused() {
    Map<String, byte[]> damages = new LinkedHashMap<>();
    int end = 8 + headerLength(whole);
    for (int place = 8; place < end; place++) {
      if (Character.isDigit(whole[place]) && place % 7 == 0) {
        byte[] damaged = whole.clone();
        damaged[place] = (byte) (whole[place] == '9' ? '8' : whole[place] + 1);
        damages.put("digit at " + place, damaged);
      }
    }
    assertThat(damages).hasSizeGreaterThan(10);
    assertRefused(damages);
  }

  void assertForeignFilesAreRefused() {
    Map<String, byte[]> damages = new LinkedHashMap<>();
    byte[] garbage = new byte[1000];
    new Random(1).nextBytes(garbage);
    damages.put("garbage", garbage);
    damages.put("text", "These are no numbers.".getBytes(StandardCharsets.UTF_8));
    damages.put("zeros", new byte[1000]);
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 99_999_999}) {
      damages.put("header length " + length, withHeader(length, "{}"));
    }
    for (String header : new String[] {"", "{", "[]", "null", "{}", "7", "\"text\"", "{}{}"}) {
      damages.put("header " + header, withHeader(header.length(), header));
    }
    assertRefused(damages);
  }

  void assertImpossibleSizesAreRefused() {
    Map<String, byte[]> damages = new LinkedHashMap<>();
    for (String shape :
        new String[] {
          "[1,1,65536,65536]",
          "[0,1,1,1]",
          "[-1,1,1,-1]",
          "[1,1,1,2147483647]",
          "[4]",
          "7",
          "[1,1,1,99999999999]",
          "[1.5,1,1,1]",
          "[\"1\",1,1,1]"
        }) {
      String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,4]}}";
      damages.put(header, Arrays.copyOf(withHeader(header.length(), header), header.length() + 12));
    }
    assertRefused(damages);
  }

  private static byte[] withHeader(long length, String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(text)
        .array();
  }

  void assertAbsenceIsRefused() {
    SoftAssertions all = new SoftAssertions();
    check(all, "missing", file.resolveSibling("missing"));
    check(all, "a folder", file.getParent());
    all.assertAll();
  }

  private void assertRefused(Map<String, byte[]> damages) {
    SoftAssertions all = new SoftAssertions();
    Path damagedFile = file.resolveSibling("damaged");
    damages.forEach(
        (damage, bytes) -> {
          write(damagedFile, bytes);
          check(all, damage, damagedFile);
        });
    all.assertAll();
  }

  private void check(SoftAssertions all, String damage, Path damaged) {
    all.assertThat(catchThrowable(() -> load.accept(damaged)))
        .as(damage)
        .isInstanceOfAny(IllegalArgumentException.class, UncheckedIOException.class)
        .hasMessageContaining(damaged.toString())
        .hasMessageMatching("(?s).*(" + REMEDY + ").*");
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int headerLength(byte[] whole) {
    return (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
