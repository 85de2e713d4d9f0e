package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
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

  /** One header entry; metadata is kept apart. */
  record TensorHeader(
      String dtype, ImmutableList<Integer> shape, ImmutableList<Long> data_offsets) {}

  WeightFile(Map<String, String> metadata, Map<String, NamedTensor> tensors) {
    this(ImmutableSortedMap.copyOf(metadata), ImmutableSortedMap.copyOf(tensors));
  }

  /** Writes aside, syncs and renames. */
  void write(Path file) {
    Path target = file.toAbsolutePath();
    try {
      MoreFiles.createParentDirectories(target);
      Path aside = target.resolveSibling(target.getFileName() + ".tmp");
      try {
        writeAside(aside);
        Files.move(
            aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException failure) {
        discard(aside, failure);
        throw failure;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot write "
              + file
              + ": "
              + cause(failure)
              + "; check the path, what was saved there before is unharmed",
          failure);
    }
  }

  private void writeAside(Path aside) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeAll(channel);
      channel.force(true);
    }
  }

  private static void discard(Path aside, IOException failure) {
    try {
      if (Files.isRegularFile(aside)) {
        Files.delete(aside);
      }
    } catch (IOException left) {
      failure.addSuppressed(left);
    }
  }

  /** Names the failure; the messages of the file system's exceptions are often the path alone. */
  private static String cause(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof FileSystemException system) {
      String reason = system.getReason() == null ? "" : ", " + system.getReason();
      return system.getClass().getSimpleName() + " for " + system.getFile() + reason;
    }
    return failure.toString();
  }

  private void writeAll(FileChannel channel) throws IOException {
    ByteBuffer data = data();
    Map<String, Object> header = new LinkedHashMap<>();
    ImmutableMap.Builder<String, WeightShape> shapes = ImmutableMap.builder();
    long offset = 0;
    for (Map.Entry<String, NamedTensor> entry : tensors.entrySet()) {
      WeightShape shape = entry.getValue().shape();
      shapes.put(entry.getKey(), shape);
      long end = offset + (long) shape.size() * Float.BYTES;
      header.put(
          entry.getKey(),
          new TensorHeader(
              TYPE,
              ImmutableList.of(shape.height(), shape.width(), shape.inputs(), shape.outputs()),
              ImmutableList.of(offset, end)));
      offset = end;
    }
    header.put(
        METADATA,
        ImmutableMap.builder()
            .putAll(metadata)
            .put(CHECKSUM, checksum(metadata, shapes.buildOrThrow(), data))
            .buildOrThrow());
    byte[] text = JSON.write(header).getBytes(StandardCharsets.UTF_8);
    writeFully(channel, littleEndian(LENGTH_BYTES).putLong(text.length).flip());
    writeFully(channel, ByteBuffer.wrap(text));
    writeFully(channel, data);
  }

  private ByteBuffer data() {
    int size =
        tensors.values().stream()
            .mapToInt(tensor -> tensor.shape().size())
            .reduce(0, Math::addExact);
    ByteBuffer data = littleEndian(Math.multiplyExact(size, Float.BYTES));
    for (NamedTensor tensor : tensors.values()) {
      for (float value : tensor.values()) {
        data.putFloat(value);
      }
    }
    return data.flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if it is not whole or not such a file
   */
  static WeightFile read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(file, channel);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot read " + file + ": " + cause(failure) + "; check the path", failure);
    }
  }

  private static WeightFile read(Path file, FileChannel channel) throws IOException {
    long length = channel.size() < LENGTH_BYTES ? -1 : readFully(channel, LENGTH_BYTES).getLong();
    checkArgument(
        length > 0 && length <= MAX_HEADER && length <= channel.size() - LENGTH_BYTES,
        "%s is not a saved network: its header length %s does not fit its %s bytes; save it anew",
        file,
        length,
        channel.size());
    String text = StandardCharsets.UTF_8.decode(readFully(channel, (int) length)).toString();
    WeightFileHeader header = WeightFileHeader.parse(file, text);
    long dataSize = channel.size() - LENGTH_BYTES - length;
    checkArgument(
        header.dataSize() == dataSize && dataSize <= Integer.MAX_VALUE,
        "%s is damaged: its header names %s bytes of numbers, but %s follow; save it anew",
        file,
        header.dataSize(),
        dataSize);
    ByteBuffer data = readFully(channel, (int) dataSize);
    checkArgument(
        checksum(header.metadata(), header.shapes(), data).equals(header.metadata().get(CHECKSUM)),
        "%s is damaged: its checksum is not the one that was saved; save it anew",
        file);
    ImmutableMap.Builder<String, NamedTensor> tensors = ImmutableMap.builder();
    header.shapes().forEach((name, shape) -> tensors.put(name, tensor(shape, data)));
    return new WeightFile(
        Maps.filterKeys(header.metadata(), key -> !key.equals(CHECKSUM)), tensors.buildOrThrow());
  }

  private static NamedTensor tensor(WeightShape shape, ByteBuffer data) {
    float[] values = new float[shape.size()];
    data.asFloatBuffer().get(values);
    data.position(data.position() + values.length * Float.BYTES);
    return new NamedTensor(shape, values);
  }

  private static ByteBuffer readFully(FileChannel channel, int size) throws IOException {
    ByteBuffer bytes = littleEndian(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("the file ended while it was read");
      }
    }
    return bytes.flip();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Over all texts, names, shapes and numbers, so that no change of a file goes unseen. */
  private static String checksum(
      Map<String, String> texts, Map<String, WeightShape> shapes, ByteBuffer data) {
    Hasher hasher = Hashing.sha256().newHasher();
    new TreeMap<>(texts)
        .forEach(
            (key, text) -> {
              if (!key.equals(CHECKSUM)) {
                put(hasher, key);
                put(hasher, text);
              }
            });
    shapes.forEach(
        (name, shape) -> {
          put(hasher, name);
          put(hasher, shape.toString());
        });
    return hasher.putBytes(data.duplicate()).hash().toString();
  }

  private static void put(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
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
