package org.smashnas.examples.commands;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.examples.data.NamedData;
import org.smashnas.examples.files.ResultFile;
import org.smashnas.examples.progress.TrainingProgress;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.MetricsLog;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.tf.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a run, or goes on with it: trains the HyperNet. */
@Command(
    name = "train",
    customSynopsis = {
      "smash train --dataset NAME [--data DIR] --out RUN [OPTIONS]",
      "       smash train --out RUN --resume"
    },
    header = "Trains a HyperNet: the first step of a run.",
    description = {
      "",
      "A HyperNet writes the weights of any architecture of a search space; 'smash search' scores"
          + " architectures with them.",
      "",
      "Needs the files of a dataset (digits needs none). Writes into RUN: settings.json, which the"
          + " later commands read; hypernet/, checkpoints to go on from; metrics.jsonl, errors and"
          + " losses as they fall; at the end hypernet.safetensors, and diagnosis.json: whether the"
          + " HyperNet tells architectures apart, which is also printed.",
      "",
      "Ctrl-C saves a checkpoint; 'smash train --out RUN --resume' goes on from it and ends with"
          + " the very weights of an uninterrupted training. Other options, --device,"
          + " --precision and --no-diagnosis aside, need not be given again.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  smash train --dataset cifar10 --data cifar-10 --setting small --out runs/first"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class TrainCommand implements Callable<Integer> {
  private static final int STEPS_OF_METRICS = 50;

  private final BooleanSupplier stop;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "Folder of the run.",
      showDefaultValue = Visibility.NEVER)
  private Path out = Path.of("");

  @Option(names = "--resume", description = "Go on with the training that RUN holds.")
  private boolean resume;

  @Option(
      names = "--no-diagnosis",
      description = "Do not look at the end whether the HyperNet tells architectures apart.")
  private boolean noDiagnosis;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private ExecutionMixin execution = new ExecutionMixin();

  /**
   * The command.
   *
   * @param stop is asked during the training whether to stop
   */
  public TrainCommand(BooleanSupplier stop) {
    this.stop = stop;
  }

  @Override
  public Integer call() {
    if (resume) {
      goOn(SavedRun.open(out));
    } else {
      start(new RunFolder(out));
    }
    return 0;
  }

  private void start(RunFolder folder) {
    checkOptions();
    folder.checkUnused();
    folder.checkWritable();
    NamedData data = options.read();
    ArchitectureSpace<?> space = space(data.split().train());
    RunSettings settings =
        new RunSettings(RunSettings.VERSION, options.saved(), data.normalization());
    try (HyperNet<?> hyperNet = hyperNet(options, space)) {
      ResultFile.write(folder.settings(), settings);
      train(new SavedRun(folder, options, data.normalization()), data.split(), hyperNet);
    }
  }

  private void goOn(SavedRun run) {
    checkChoices(run.options());
    SavedOptions.refuseOthers(spec.commandLine(), run.options(), run.folder().settings());
    run.folder().checkWritable();
    Split data = run.options().read().split();
    try (HyperNet<?> hyperNet = hyperNet(run.options(), run.space(data))) {
      train(run, data, hyperNet);
    }
  }

  private void checkOptions() {
    WrongOption.told(
        spec,
        () -> {
          options.settle();
          options.check();
          return execution.options();
        });
    checkChoices(options);
  }

  private void checkChoices(RunOptions chosen) {
    WrongOption.told(
        spec,
        () -> {
          chosen.checkChoices(this::isGiven);
          return chosen;
        });
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private ArchitectureSpace<?> space(Dataset examples) {
    Optional<String> reduced = options.fit(examples, this::isGiven);
    ArchitectureSpace<?> space = WrongOption.told(spec, () -> options.space(examples));
    reduced.ifPresent(
        sizes ->
            new Report(spec.commandLine().getOut())
                .say("%s, as the images are only %s", sizes, examples.shape()));
    return space;
  }

  private HyperNet<?> hyperNet(RunOptions made, ArchitectureSpace<?> space) {
    return TensorFlow.hyperNet(space)
        .architecture(made.hyperNet())
        .seed(made.seed())
        .execution(execution.options())
        .build();
  }

  private void train(SavedRun run, Split data, HyperNet<?> hyperNet) {
    Report report = new Report(spec.commandLine().getOut());
    report.parts(data);
    RunFolder folder = run.folder();
    try (TrainingProgress progress = new TrainingProgress("training the HyperNet");
        MetricsLog metrics = MetricsLog.to(folder.metrics(), STEPS_OF_METRICS)) {
      hyperNet.train(
          data.train(),
          run.options()
              .training(folder.checkpoints(), data)
              .cancelWhen(stop)
              .addListeners(progress, metrics)
              .build());
      hyperNet.save(folder.hyperNet());
    } catch (CancellationException cancelled) {
      throw Cancelled.resumable(cancelled, "smash train --out " + folder.path() + " --resume");
    }
    if (!noDiagnosis) {
      Diagnosis diagnosis = Diagnosis.of(hyperNet, data);
      ResultFile.write(folder.diagnosis(), diagnosis);
      diagnosis.tell(report);
    }
    report.say("wrote %s; next: smash search %s", folder.hyperNet(), folder.path());
  }
}
