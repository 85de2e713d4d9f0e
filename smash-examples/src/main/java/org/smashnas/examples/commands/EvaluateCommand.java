package org.smashnas.examples.commands;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.smashnas.data.Split;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.tf.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a derived network. */
@Command(
    name = "evaluate",
    header = "Prints the errors of a derived network.",
    description = {
      "",
      "Needs a RUN with a network that 'smash derive' trained, and its dataset. Writes nothing.",
      ""
    },
    footer = {"", "Example:", "  smash evaluate runs/first"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      description = "Folder of the run.",
      showDefaultValue = Visibility.NEVER)
  private Path run = Path.of("");

  @Option(names = "--rank", paramLabel = "N", description = "Which architecture; 0 is the best.")
  private int rank;

  @Mixin private ExecutionMixin execution = new ExecutionMixin();

  /** Set by picocli. */
  public EvaluateCommand() {}

  @Override
  public Integer call() {
    SavedRun saved = SavedRun.open(run);
    RunFolder.Derived folder = saved.folder().derived(rank);
    folder.checkTrained();
    Split data = saved.options().read().split();
    Report report = new Report(spec.commandLine().getOut());
    report.parts(data);
    try (TrainableNetwork network = TensorFlow.loadNetwork(folder.network(), execution.options())) {
      report.errors(network.evaluate(data.validation()), network.evaluate(data.test()));
    }
    return 0;
  }
}
