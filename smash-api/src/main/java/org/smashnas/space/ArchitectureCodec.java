package org.smashnas.space;

import org.smashnas.json.StrictJson;

/**
 * Architectures as JSON text.
 *
 * @param <A> the type of an architecture
 */
public interface ArchitectureCodec<A> {

  /**
   * Writes an architecture.
   *
   * @param architecture the architecture
   * @return one line of JSON, equal for equal architectures
   */
  String toJson(A architecture);

  /**
   * Reads what {@link #toJson} wrote. Whether the architecture belongs to a space is for {@link
   * ArchitectureSpace#validate} to say.
   *
   * @param json the text
   * @return the architecture
   * @throws IllegalArgumentException if the text is not an architecture; the message gives the
   *     place and the cause
   */
  A fromJson(String json);

  /**
   * Whether a part of a text is what {@link #toJson} writes. A search that is resumed asks it of
   * every architecture; a codec of large ones can compare without writing.
   *
   * @param architecture the architecture
   * @param text the text
   * @param start where the part starts, from 0 to {@code end}
   * @param end behind its end, at most the text's length
   * @return whether they are the same, character by character
   */
  default boolean isJson(A architecture, String text, int start, int end) {
    String json = toJson(architecture);
    return json.length() == end - start && text.startsWith(json, start);
  }

  /**
   * A codec for architectures that are records of numbers, texts, enums, lists (Guava's immutable
   * ones) and records.
   *
   * @param type the record
   * @param <A> the type of an architecture
   * @return the codec
   */
  static <A extends Record> ArchitectureCodec<A> ofRecord(Class<A> type) {
    StrictJson json = StrictJson.create();
    return new ArchitectureCodec<>() {
      @Override
      public String toJson(A architecture) {
        return json.write(architecture);
      }

      @Override
      public A fromJson(String text) {
        return json.read(text, type, "architecture");
      }
    };
  }
}
