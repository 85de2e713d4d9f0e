package org.smashnas.examples;

import static java.util.Objects.requireNonNullElse;

import org.smashnas.examples.digits.DigitsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line program. */
@Command(
    name = "smash",
    description = "One-shot neural architecture search with HyperNetworks.",
    mixinStandardHelpOptions = true,
    version = "smash 0.1.0",
    subcommands = DigitsCommand.class)
public final class Smash {

  /**
   * Runs the program and exits: 0 for success, 1 for a failure, 2 for a wrong command line.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Smash())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command
                  .getErr()
                  .println("smash: " + requireNonNullElse(failure.getMessage(), "" + failure));
              return command.getCommandSpec().exitCodeOnExecutionException();
            })
        .execute(arguments);
  }
}
