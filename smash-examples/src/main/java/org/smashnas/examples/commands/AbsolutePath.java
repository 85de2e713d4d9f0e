package org.smashnas.examples.commands;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Makes a path absolute, so that what is saved holds wherever a later command is started. */
final class AbsolutePath implements ITypeConverter<Path> {
  @Override
  public Path convert(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }
}
