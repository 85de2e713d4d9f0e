package org.smashnas.examples.commands;

import org.smashnas.hypernet.Devices;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads devices by their names. */
record DeviceNames() implements ITypeConverter<Devices> {
  @Override
  public Devices convert(String text) {
    try {
      return Devices.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException("" + wrong.getMessage());
    }
  }
}
