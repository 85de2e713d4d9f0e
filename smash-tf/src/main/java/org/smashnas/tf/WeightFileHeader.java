package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Map;
import org.smashnas.network.WeightShape;

/**
 * The header of a weight file: what it holds and where. Tensors follow one another without gaps.
 */
record WeightFileHeader(
    ImmutableMap<String, String> metadata,
    ImmutableMap<String, WeightShape> shapes,
    long dataSize) {
  private static final JsonMapper MAPPER = new JsonMapper();

  static WeightFileHeader parse(Path file, String text) {
    JsonNode header = tree(file, text);
    checkArgument(
        header.isObject(), "%s is damaged: its header is no JSON object; save it anew", file);
    ImmutableMap.Builder<String, String> metadata = ImmutableMap.builder();
    ImmutableMap.Builder<String, WeightShape> shapes = ImmutableMap.builder();
    long offset = 0;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        entry
            .getValue()
            .properties()
            .forEach(item -> metadata.put(item.getKey(), item.getValue().asText()));
        continue;
      }
      WeightShape shape = shape(file, entry.getKey(), entry.getValue());
      long end = offset + bytes(file, entry.getKey(), entry.getValue(), shape);
      JsonNode offsets = entry.getValue().path("data_offsets");
      checkArgument(
          offsets.path(0).asLong(-1) == offset && offsets.path(1).asLong(-1) == end,
          "%s is damaged: tensor %s of shape %s has offsets %s, not those after byte %s; save it"
              + " anew",
          file,
          entry.getKey(),
          shape,
          offsets,
          offset);
      offset = end;
      shapes.put(entry.getKey(), shape);
    }
    return new WeightFileHeader(metadata.buildOrThrow(), shapes.buildOrThrow(), offset);
  }

  private static JsonNode tree(Path file, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(
          file
              + " is not a saved network: its header is no JSON ("
              + failure.getOriginalMessage()
              + "); name the right file",
          failure);
    }
  }

  private static WeightShape shape(Path file, String name, JsonNode entry) {
    JsonNode extents = entry.path("shape");
    checkArgument(
        entry.path("dtype").asText().equals("F32") && extents.size() == 4,
        "%s is damaged: tensor %s is %s, not four extents of type F32; save it anew",
        file,
        name,
        entry);
    try {
      return new WeightShape(
          extents.path(0).asInt(),
          extents.path(1).asInt(),
          extents.path(2).asInt(),
          extents.path(3).asInt());
    } catch (IllegalArgumentException impossible) {
      throw damaged(file, name, entry, impossible);
    }
  }

  private static long bytes(Path file, String name, JsonNode entry, WeightShape shape) {
    try {
      return (long) shape.size() * Float.BYTES;
    } catch (ArithmeticException tooLarge) {
      throw damaged(file, name, entry, tooLarge);
    }
  }

  private static IllegalArgumentException damaged(
      Path file, String name, JsonNode entry, RuntimeException cause) {
    return new IllegalArgumentException(
        file + " is damaged: no tensor " + name + " can be " + entry + "; save it anew", cause);
  }
}
