package org.smashnas.examples.commands;

import com.google.common.base.Stopwatch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.examples.files.ResultFile;
import org.smashnas.examples.progress.TrainingProgress;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.InitialWeights;
import org.smashnas.hypernet.MetricsLog;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.tf.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains the network of an architecture that the search found. */
@Command(
    name = "derive",
    abbreviateSynopsis = true,
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

  @Parameters(
      paramLabel = "RUN",
      description = "Folder of the run.",
      showDefaultValue = Visibility.NEVER)
  private Path run = Path.of("");

  @Option(names = "--rank", paramLabel = "N", description = "Which architecture; 0 is the best.")
  private int rank;

  @Option(names = "--resume", description = "Go on with the training of this rank.")
  private boolean resume;

  @Mixin private DeriveOptions options = new DeriveOptions();

  @Mixin private ExecutionMixin execution = new ExecutionMixin();

  /**
   * The command.
   *
   * @param stop is asked during the training whether to stop
   */
  public DeriveCommand(BooleanSupplier stop) {
    this.stop = stop;
  }

  /** All that the training is made of. */
  private record Plan<A>(
      SavedRun run,
      RunFolder.Derived folder,
      DeriveOptions how,
      SearchReport.Ranked ranked,
      Split data,
      ArchitectureSpace<A> space,
      A architecture) {}

  @Override
  public Integer call() {
    checkOptions();
    SavedRun saved = SavedRun.open(run);
    saved.folder().checkWritable();
    SearchReport.Ranked ranked = saved.folder().readRank(rank);
    RunFolder.Derived folder = saved.folder().derived(rank);
    DeriveOptions how = resume ? saved(folder) : fresh(folder);
    if (how.fromGenerated()) {
      saved.folder().checkTrained();
    }
    Split data = saved.options().read().split();
    derive(plan(saved, folder, how, ranked, data, saved.space(data)));
    return 0;
  }

  private void checkOptions() {
    WrongOption.told(
        spec,
        () -> {
          options.check();
          return execution.options();
        });
  }

  private DeriveOptions fresh(RunFolder.Derived folder) {
    folder.checkUnused();
    return options;
  }

  private DeriveOptions saved(RunFolder.Derived folder) {
    return SavedOptions.goOn(
        spec.commandLine(),
        folder.readSettings().options(),
        new DeriveOptions(),
        folder.settings());
  }

  private static <A> Plan<A> plan(
      SavedRun run,
      RunFolder.Derived folder,
      DeriveOptions how,
      SearchReport.Ranked ranked,
      Split data,
      ArchitectureSpace<A> space) {
    A architecture = architecture(ranked, space, run.folder());
    return new Plan<>(run, folder, how, ranked, data, space, architecture);
  }

  private static <A> A architecture(
      SearchReport.Ranked ranked, ArchitectureSpace<A> space, RunFolder folder) {
    try {
      return ranked.architectureOf(space);
    } catch (IllegalArgumentException other) {
      throw new IllegalArgumentException(
          "%s, rank %s, is not of the space of this run: %s; search again"
              .formatted(folder.search(), ranked.rank(), other.getMessage()),
          other);
    }
  }

  private void derive(Plan<?> plan) {
    Stopwatch watch = Stopwatch.createStarted();
    Report report = new Report(spec.commandLine().getOut());
    report.parts(plan.data());
    try (TrainableNetwork network = network(plan)) {
      ResultFile.write(
          plan.folder().settings(),
          new DerivedSettings(DerivedSettings.VERSION, SavedOptions.of(plan.how())));
      TrainingReport end = train(plan, network);
      network.save(plan.folder().network());
      Evaluation validation = network.evaluate(plan.data().validation());
      Evaluation test = network.evaluate(plan.data().test());
      ResultFile.write(
          plan.folder().result(),
          new DerivedResult(
              DerivedResult.VERSION,
              rank,
              plan.how().seed(),
              end.epoch() + 1,
              plan.ranked().error(),
              validation.error(),
              test.error(),
              test.topFiveError(),
              test.loss(),
              network.network().parameters(),
              network.network().multiplyAdds(),
              watch.elapsed().toMillis() / 1000.0,
              plan.ranked().architecture()));
      report.errors(validation, test);
    }
    report.say(
        "wrote %s; next: smash export %s DIR%s",
        plan.folder().result(), run, rank == 0 ? "" : " --rank " + rank);
  }

  private <A> TrainableNetwork network(Plan<A> plan) {
    if (!plan.how().fromGenerated()) {
      return TensorFlow.network(
          plan.space().derivedNetwork(plan.architecture()), plan.how().seed(), execution.options());
    }
    try (HyperNet<A> hyperNet =
        TensorFlow.loadHyperNet(
            plan.space(), plan.run().folder().hyperNet(), execution.options())) {
      return hyperNet.derive(
          plan.architecture(), InitialWeights.generated(plan.data()), plan.how().seed());
    }
  }

  private TrainingReport train(Plan<?> plan, TrainableNetwork network) {
    Dataset examples = plan.data().train();
    try (TrainingProgress progress = new TrainingProgress("training rank " + rank);
        MetricsLog metrics = MetricsLog.to(plan.folder().metrics(), STEPS_OF_METRICS)) {
      return network.train(
          examples,
          plan.how()
              .training(plan.folder().checkpoints(), plan.data().validation())
              .augmentations(plan.run().options().augmentations(examples))
              .cancelWhen(stop)
              .addListeners(progress, metrics)
              .build());
    } catch (CancellationException cancelled) {
      throw Cancelled.resumable(
          cancelled, "smash derive %s --rank %d --resume".formatted(run, rank));
    }
  }
}
