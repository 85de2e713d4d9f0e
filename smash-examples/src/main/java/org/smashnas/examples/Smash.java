package org.smashnas.examples;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.smashnas.examples.commands.CommandLines;
import org.smashnas.examples.commands.DeriveCommand;
import org.smashnas.examples.commands.EvaluateCommand;
import org.smashnas.examples.commands.ExportCommand;
import org.smashnas.examples.commands.SearchCommand;
import org.smashnas.examples.commands.StopSignal;
import org.smashnas.examples.commands.StudyCommand;
import org.smashnas.examples.commands.TrainCommand;
import org.smashnas.examples.digits.DigitsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line program. */
@Command(
    name = "smash",
    description = {
      "One-shot neural architecture search with HyperNetworks.",
      "",
      "A run is a folder: train a HyperNet into it, search architectures with the HyperNet, derive"
          + " and train the network of the best, evaluate and export that network. Each command"
          + " says with --help what it needs and writes.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:a failure; a line on standard error says what to do",
      "2:a wrong command line",
      "130:stopped by Ctrl-C or a termination signal"
    },
    footer = {
      "",
      "Example:",
      "  smash train --dataset digits --setting small --blocks 2 --out runs/first",
      "  smash search runs/first",
      "  smash derive runs/first --epochs 60",
      "  smash export runs/first models/first"
    },
    mixinStandardHelpOptions = true,
    version = "smash 0.1.0")
public final class Smash implements Callable<Integer> {
  private static final int STOPPED = 130;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Smash() {}

  /**
   * Runs the program and exits; its help says with what.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    StopSignal stop = new StopSignal();
    int exitCode = CommandLine.ExitCode.SOFTWARE;
    try {
      exitCode = run(stop, arguments);
    } finally {
      stop.finished(exitCode);
    }
    System.exit(exitCode);
  }

  static int run(BooleanSupplier stop, String... arguments) {
    CommandLine line =
        new CommandLine(new Smash())
            .addSubcommand(new TrainCommand(stop))
            .addSubcommand(new SearchCommand(stop))
            .addSubcommand(new StudyCommand(stop))
            .addSubcommand(new DeriveCommand(stop))
            .addSubcommand(new EvaluateCommand())
            .addSubcommand(new ExportCommand())
            .addSubcommand(new DigitsCommand());
    return CommandLines.withTypes(line)
        .setParameterExceptionHandler((wrong, unused) -> wrongCommandLine(wrong))
        .setExecutionExceptionHandler((failure, command, unused) -> failed(failure, command))
        .execute(arguments);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  private static int wrongCommandLine(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .printf(
            "smash: %s%s; see '%s --help'%n",
            oneLine(requireNonNullElse(wrong.getMessage(), "" + wrong)),
            suggestions(wrong),
            command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }

  private static String suggestions(ParameterException wrong) {
    List<String> names =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return names.isEmpty() ? "" : ", perhaps " + String.join(" or ", names);
  }

  private static int failed(Exception failure, CommandLine command) {
    command
        .getErr()
        .println("smash: " + oneLine(requireNonNullElse(failure.getMessage(), "" + failure)));
    return failure instanceof CancellationException ? STOPPED : CommandLine.ExitCode.SOFTWARE;
  }

  private static String oneLine(String message) {
    return message.lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
