package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.base.Stopwatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.smashnas.data.Split;
import org.smashnas.examples.files.ResultFile;
import org.smashnas.examples.progress.TrainingProgress;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.InitialWeights;
import org.smashnas.hypernet.MetricsLog;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.tf.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains the network of an architecture that the search found. */
@Command(
    name = "derive",
    header = "Trains an architecture that a search found: the third step of a run.",
    description = {
      "",
      "Trains the architecture of a rank as a network of its own, and measures it on the test"
          + " examples at the end.",
      "",
      "Needs a RUN that was searched. Writes into RUN/derived-RANK: settings.json, checkpoints/ to"
          + " go on from, metrics.jsonl, network.safetensors and result.json.",
      "",
      "Ctrl-C saves a checkpoint; 'smash derive RUN --rank RANK --resume' goes on from it.",
      ""
    },
    footer = {"", "Example:", "  smash derive runs/first --epochs 100"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class DeriveCommand implements Callable<Integer> {
  private static final int STEPS_OF_METRICS = 50;

  private final BooleanSupplier stop;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private Path run = Path.of("");

  @Option(names = "--rank", paramLabel = "N", description = "Which architecture; 0 is the best.")
  private int rank;

  @Option(names = "--resume", description = "Go on with the training of this rank.")
  private boolean resume;

  @Mixin private DeriveOptions options = new DeriveOptions();

  /**
   * The command.
   *
   * @param stop is asked during the training whether to stop
   */
  public DeriveCommand(BooleanSupplier stop) {
    this.stop = stop;
  }

  @Override
  public Integer call() {
    RunFolder.Derived folder = new RunFolder(run).derived(rank);
    checkOptions(folder);
    SavedRun saved = SavedRun.open(run);
    saved.folder().checkWritable();
    saved.folder().readSearch();
    DeriveOptions how = resume ? saved(folder) : fresh(folder);
    Split data = saved.options().read().split();
    MemoryBankSpace space = saved.options().space(data.train());
    SearchReport.Ranked ranked = saved.ranked(rank, space);
    ResultFile.write(
        folder.settings(), new DerivedSettings(DerivedSettings.VERSION, SavedOptions.of(how)));
    derive(saved, folder, how, data, space, ranked);
    return 0;
  }

  private void checkOptions(RunFolder.Derived folder) {
    try {
      options.training(folder.checkpoints());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), "" + wrong.getMessage(), wrong);
    }
  }

  private DeriveOptions fresh(RunFolder.Derived folder) {
    checkState(
        !Files.exists(folder.settings()),
        "%s holds a training already; go on with --resume, or remove the folder",
        folder.path());
    return options;
  }

  private DeriveOptions saved(RunFolder.Derived folder) {
    DeriveOptions saved = new DeriveOptions();
    SavedOptions.restore(folder.readSettings().options(), saved, folder.settings());
    SavedOptions.refuseOthers(spec.commandLine(), saved, folder.settings());
    return saved;
  }

  private void derive(
      SavedRun saved,
      RunFolder.Derived folder,
      DeriveOptions how,
      Split data,
      MemoryBankSpace space,
      SearchReport.Ranked ranked) {
    Stopwatch watch = Stopwatch.createStarted();
    Report report = new Report(spec.commandLine().getOut());
    report.parts(data);
    try (TrainableNetwork network = network(saved, how, space, ranked.architecture())) {
      TrainingReport end = train(saved, folder, how, data, network);
      network.save(folder.network());
      Evaluation validation = network.evaluate(data.validation());
      Evaluation test = network.evaluate(data.test());
      ResultFile.write(
          folder.result(),
          new DerivedResult(
              DerivedResult.VERSION,
              rank,
              how.seed(),
              end.epoch() + 1,
              ranked.error(),
              validation.error(),
              test.error(),
              test.topFiveError(),
              test.loss(),
              network.network().parameters(),
              network.network().multiplyAdds(),
              watch.elapsed().toMillis() / 1000.0,
              ranked.architecture()));
      report.errors(validation, test);
    }
    report.say(
        "wrote %s; next: smash export %s DIR%s",
        folder.result(), run, rank == 0 ? "" : " --rank " + rank);
  }

  private static TrainableNetwork network(
      SavedRun saved, DeriveOptions how, MemoryBankSpace space, MemoryBank architecture) {
    if (how.initial() == InitialWeights.RANDOM) {
      return TensorFlow.network(space.derivedNetwork(architecture), how.seed());
    }
    saved.folder().checkTrained();
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.loadHyperNet(space, saved.folder().hyperNet())) {
      return hyperNet.derive(architecture, how.initial(), how.seed());
    }
  }

  private TrainingReport train(
      SavedRun saved,
      RunFolder.Derived folder,
      DeriveOptions how,
      Split data,
      TrainableNetwork network) {
    try (TrainingProgress progress = new TrainingProgress("training rank " + rank);
        MetricsLog metrics = MetricsLog.to(folder.metrics(), STEPS_OF_METRICS)) {
      TrainingOptions training =
          how.training(folder.checkpoints())
              .augmentations(saved.options().augmentations(data.train()))
              .validation(data.validation())
              .cancelWhen(stop)
              .addListeners(progress, metrics)
              .build();
      return network.train(data.train(), training);
    } catch (CancellationException cancelled) {
      throw Cancelled.resumable(
          cancelled, "smash derive %s --rank %d --resume".formatted(run, rank));
    }
  }
}
