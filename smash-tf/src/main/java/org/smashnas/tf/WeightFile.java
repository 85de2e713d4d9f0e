package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.smashnas.file.AtomicFile;
import org.smashnas.file.FileFailure;
import org.smashnas.json.StrictJson;
import org.smashnas.network.WeightShape;

/**
 * Named float tensors in one file of the safetensors format: eight bytes of header length, a JSON
 * header of names, shapes and offsets, then the numbers, little-endian, all in the order of the
 * names. The header's metadata carries texts and a checksum of everything else in the file. Sizes
 * are checked against the file before memory is taken.
 */
record WeightFile(
    ImmutableSortedMap<String, String> metadata, ImmutableSortedMap<String, NamedTensor> tensors) {
  private static final StrictJson JSON = StrictJson.create();
  private static final String METADATA = "__metadata__";
  private static final String CHECKSUM = "sha256";
  private static final String TYPE = "F32";
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final int MAX_HEADER = 100_000_000;
  private static final int CHUNK = 1 << 14;

  /** One header entry; metadata is kept apart. */
  record TensorHeader(
      String dtype, ImmutableList<Integer> shape, ImmutableList<Long> data_offsets) {}

  WeightFile(Map<String, String> metadata, Map<String, NamedTensor> tensors) {
    this(ImmutableSortedMap.copyOf(metadata), ImmutableSortedMap.copyOf(tensors));
  }

  /** Writes the file whole or not at all. */
  void write(Path file) {
    AtomicFile.write(file, this::writeTo);
  }

  private void writeTo(OutputStream target) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    Checksum checksum = new Checksum(metadata);
    long offset = 0;
    for (Map.Entry<String, NamedTensor> entry : tensors.entrySet()) {
      WeightShape shape = entry.getValue().shape();
      long end = offset + (long) shape.size() * Float.BYTES;
      header.put(
          entry.getKey(),
          new TensorHeader(
              TYPE,
              ImmutableList.of(shape.height(), shape.width(), shape.inputs(), shape.outputs()),
              ImmutableList.of(offset, end)));
      offset = end;
      checksum.start(entry.getKey(), shape);
      forEachChunk(entry.getValue().values(), checksum::add);
    }
    header.put(
        METADATA,
        ImmutableMap.builder().putAll(metadata).put(CHECKSUM, checksum.text()).buildOrThrow());
    byte[] text = JSON.write(header).getBytes(StandardCharsets.UTF_8);
    target.write(littleEndian(LENGTH_BYTES).putLong(text.length).array());
    target.write(text);
    for (NamedTensor tensor : tensors.values()) {
      forEachChunk(tensor.values(), target::write);
    }
  }

  /** Takes some bytes. */
  private interface Chunks {
    void take(byte[] bytes, int offset, int length) throws IOException;
  }

  private static void forEachChunk(float[] values, Chunks chunks) throws IOException {
    byte[] bytes = new byte[CHUNK * Float.BYTES];
    FloatBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int start = 0; start < values.length; start += CHUNK) {
      int count = Math.min(CHUNK, values.length - start);
      floats.clear().put(values, start, count);
      chunks.take(bytes, 0, count * Float.BYTES);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if it is not whole or not such a file
   */
  static WeightFile read(Path file) {
    try (InputStream source = new BufferedInputStream(Files.newInputStream(file))) {
      return read(file, Files.size(file), source);
    } catch (IOException failure) {
      throw FileFailure.of("read " + file, failure, "check the path");
    }
  }

  private static WeightFile read(Path file, long size, InputStream source) throws IOException {
    long length =
        size < LENGTH_BYTES
            ? -1
            : littleEndian(LENGTH_BYTES).put(readFully(source, LENGTH_BYTES)).flip().getLong();
    checkArgument(
        length > 0 && length <= MAX_HEADER && length <= size - LENGTH_BYTES,
        "%s is not a saved network: its header length %s does not fit its %s bytes; save it anew",
        file,
        length,
        size);
    String text = new String(readFully(source, (int) length), StandardCharsets.UTF_8);
    WeightFileHeader header = WeightFileHeader.parse(file, text);
    checkArgument(
        header.dataSize() == size - LENGTH_BYTES - length,
        "%s is damaged: its header names %s bytes of numbers, but %s follow; save it anew",
        file,
        header.dataSize(),
        size - LENGTH_BYTES - length);
    Checksum checksum = new Checksum(header.metadata());
    ImmutableMap.Builder<String, NamedTensor> tensors = ImmutableMap.builder();
    for (Map.Entry<String, WeightShape> entry : header.shapes().entrySet()) {
      checksum.start(entry.getKey(), entry.getValue());
      tensors.put(entry.getKey(), readTensor(source, entry.getValue(), checksum));
    }
    checkArgument(
        checksum.text().equals(header.metadata().get(CHECKSUM)),
        "%s is damaged: its checksum is not the one that was saved; save it anew",
        file);
    return new WeightFile(
        Maps.filterKeys(header.metadata(), key -> !key.equals(CHECKSUM)), tensors.buildOrThrow());
  }

  private static NamedTensor readTensor(InputStream source, WeightShape shape, Checksum checksum)
      throws IOException {
    float[] values = new float[shape.size()];
    for (int start = 0; start < values.length; start += CHUNK) {
      int count = Math.min(CHUNK, values.length - start);
      byte[] bytes = readFully(source, count * Float.BYTES);
      checksum.add(bytes, 0, bytes.length);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values, start, count);
    }
    return new NamedTensor(shape, values);
  }

  private static byte[] readFully(InputStream source, int count) throws IOException {
    byte[] bytes = source.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the file ended while it was read");
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Over all texts, names, shapes and numbers, so that no change of a file goes unseen. */
  private static final class Checksum {
    private final Hasher hasher = Hashing.sha256().newHasher();

    Checksum(Map<String, String> texts) {
      new TreeMap<>(texts)
          .forEach(
              (key, text) -> {
                if (!key.equals(CHECKSUM)) {
                  put(key);
                  put(text);
                }
              });
    }

    void start(String name, WeightShape shape) {
      put(name);
      put(shape.toString());
    }

    void add(byte[] bytes, int offset, int length) {
      hasher.putBytes(bytes, offset, length);
    }

    private void put(String text) {
      hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
    }

    String text() {
      return hasher.hash().toString();
    }
  }

  /** A text of the metadata. */
  String text(Path file, String key) {
    String value = metadata.get(key);
    checkArgument(value != null, "%s is not what was asked for: it lacks the entry %s", file, key);
    return value;
  }

  /** Checks what kind of file it is. */
  void check(Path file, String kind, String version) {
    checkArgument(
        kind.equals(metadata.get("kind")),
        "%s holds a %s, not a %s; name the right file",
        file,
        metadata.getOrDefault("kind", "file of another program"),
        kind);
    checkArgument(
        version.equals(metadata.get("version")),
        "%s has format version %s; this program reads version %s",
        file,
        metadata.get("version"),
        version);
  }

  static ImmutableMap<String, String> metadata(
      String kind, String version, ImmutableMap<String, String> texts) {
    return ImmutableMap.<String, String>builder()
        .put("kind", kind)
        .put("version", version)
        .putAll(texts)
        .buildOrThrow();
  }
}
