package org.smashnas.examples.commands;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a value as its own type reads it. */
record ParsedType<T>(Function<String, T> parser) implements ITypeConverter<T> {
  @Override
  public T convert(String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException("" + wrong.getMessage());
    }
  }
}
