package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkState;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.tf.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exports a derived network for use without this library. */
@Command(
    name = "export",
    header = "Exports a derived network for use without SMASH.",
    description = {
      "",
      "Writes a TensorFlow SavedModel, which any TensorFlow runs. Its signature serving_default"
          + " takes images (examples x height x width x channels, values from 0 to 1; the dataset's"
          + " normalization is inside) and gives logits and probabilities.",
      "",
      "Needs a RUN with a network that 'smash derive' trained; the dataset is not read.",
      ""
    },
    footer = {"", "Example:", "  smash export runs/first models/first"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "Folder of the run.",
      showDefaultValue = Visibility.NEVER)
  private Path run = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "Folder of the model; it must not be there yet.",
      showDefaultValue = Visibility.NEVER)
  private Path model = Path.of("");

  @Option(names = "--rank", paramLabel = "N", description = "Which architecture; 0 is the best.")
  private int rank;

  /** Set by picocli. */
  public ExportCommand() {}

  @Override
  public Integer call() {
    SavedRun saved = SavedRun.open(run);
    RunFolder.Derived folder = saved.folder().derived(rank);
    folder.checkTrained();
    checkState(!Files.exists(model), "%s is there already; name another folder", model);
    try (TrainableNetwork network = TensorFlow.loadNetwork(folder.network())) {
      network.exportSavedModel(model, saved.normalization());
    }
    new Report(spec.commandLine().getOut()).say("wrote %s", model);
    return 0;
  }
}
