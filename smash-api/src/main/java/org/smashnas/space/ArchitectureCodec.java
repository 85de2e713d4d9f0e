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
