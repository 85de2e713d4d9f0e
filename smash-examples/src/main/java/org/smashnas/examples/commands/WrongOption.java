package org.smashnas.examples.commands;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** An option whose value the command line could read, but that is wrong nevertheless. */
final class WrongOption {
  private WrongOption() {}

  /** Makes something of the options; a failure is told as one of the command line. */
  static <T> T told(CommandSpec spec, Supplier<T> ofOptions) {
    try {
      return ofOptions.get();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), "" + wrong.getMessage(), wrong);
    }
  }
}
