package org.smashnas.examples.commands;

import picocli.CommandLine.ITypeConverter;

/** Makes the path of a table absolute, but leaves the word for own trainings. */
final class TruthPath implements ITypeConverter<String> {
  static final String TRAINED = "trained";

  @Override
  public String convert(String text) {
    return text.equals(TRAINED) ? text : new AbsolutePath().convert(text).toString();
  }
}
