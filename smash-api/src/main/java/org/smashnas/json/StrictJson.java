package org.smashnas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.guava.GuavaModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.stream.Collectors;

/**
 * Reads and writes values, records above all, as JSON. Reading refuses unknown, missing, doubled
 * and null fields, numbers written as texts and texts as numbers, and text after the end; equal
 * values are written as equal texts. Immutable and safe for use by several threads.
 */
public final class StrictJson {
  private final JsonMapper mapper;

  private StrictJson(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * JSON for values whose types say everything: records, collections, optionals, enums.
   *
   * @return the reader and writer
   */
  public static StrictJson create() {
    return new StrictJson(strictMapper().build());
  }

  /**
   * The same with a mix-in for a closed family of types, for example to name its members.
   *
   * @param type the type that the annotations are for
   * @param mixin a class that carries Jackson annotations
   * @return a new reader and writer
   */
  public StrictJson withMixin(Class<?> type, Class<?> mixin) {
    return new StrictJson(mapper.rebuild().addMixIn(type, mixin).build());
  }

  /**
   * Writes a value on one line.
   *
   * @param value the value
   * @return the text
   * @throws IllegalArgumentException if the type cannot be written
   */
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(
          "cannot write a "
              + value.getClass().getName()
              + " as JSON: "
              + failure.getOriginalMessage(),
          failure);
    }
  }

  /**
   * Writes a value over several lines, for people.
   *
   * @param value the value
   * @return the text
   * @throws IllegalArgumentException if the type cannot be written
   */
  public String writePretty(Object value) {
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(
          "cannot write a "
              + value.getClass().getName()
              + " as JSON: "
              + failure.getOriginalMessage(),
          failure);
    }
  }

  /**
   * Reads a value.
   *
   * @param json the text
   * @param type the value's type
   * @param what what is read, for the error message: "architecture"
   * @param <T> the value's type
   * @return the value
   * @throws IllegalArgumentException if the text is not exactly such a value; the message gives the
   *     place and the cause
   */
  public <T> T read(String json, Class<T> type, String what) {
    try {
      T value = mapper.readValue(json, type);
      if (value == null) {
        throw new IllegalArgumentException(what + " JSON is null; it must be an object");
      }
      return value;
    } catch (JsonMappingException failure) {
      throw new IllegalArgumentException(
          String.format(
              "%s JSON, at %s (%s): %s",
              what, path(failure), position(failure), firstLine(failure.getOriginalMessage())),
          failure);
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(
          String.format(
              "%s JSON, %s: %s", what, position(failure), firstLine(failure.getOriginalMessage())),
          failure);
    }
  }

  private static String path(JsonMappingException failure) {
    String path =
        failure.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "its top" : path.startsWith(".") ? path.substring(1) : path;
  }

  private static String position(JsonProcessingException failure) {
    return failure.getLocation() == null
        ? "no line"
        : String.format(
            "line %d column %d",
            failure.getLocation().getLineNr(), failure.getLocation().getColumnNr());
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("unreadable");
  }

  private static JsonMapper.Builder strictMapper() {
    return JsonMapper.builder()
        .addModule(new GuavaModule())
        .addModule(new Jdk8Module())
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.AUTO_DETECT_IS_GETTERS)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .withCoercionConfig(
            LogicalType.Integer,
            config -> config.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail));
  }
}
