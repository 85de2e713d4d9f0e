package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNullElse;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.smashnas.data.Split;
import org.smashnas.examples.files.ResultFile;
import org.smashnas.file.AtomicFile;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.study.RankStudyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how well trained HyperNets rank architectures. */
@Command(
    name = "study",
    customSynopsis = {
      "smash study RUN --truth FILE [--column NAME] [OPTIONS]",
      "       smash study RUN --truth trained --architectures N [OPTIONS]",
      "       smash study RUN --resume [--out DIR]"
    },
    header = "Measures how well a trained HyperNet ranks architectures.",
    description = {
      "",
      "Ranks architectures by the error (the score) and the loss that the HyperNet gives them, by"
          + " their parameters, multiply-adds, synflow, NASWOT and gradient norm, and by sums of"
          + " ranks; and holds each ranking against the truth: a published table, or trainings made"
          + " here.",
      "",
      "Needs a RUN whose training has ended, or a folder of several that differ in their seeds"
          + " alone, as those of docs/studies. Writes into RUN, or into --out: study.json, the"
          + " figures with 95 % intervals; study.md, the same for people.",
      "",
      "study.jsonl has each score and each training as soon as it is made. After Ctrl-C, or any"
          + " other end, 'smash study RUN --resume' goes on from it. Other options, --out,"
          + " --device and --precision aside, need not be given again.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  smash study runs/cells --truth nasbench201.csv.gz --architectures 200 --examples 1000"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class StudyCommand implements Callable<Integer> {
  private final BooleanSupplier stop;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      description = "Folder of the run, or of several.",
      showDefaultValue = Visibility.NEVER)
  private Path run = Path.of("");

  @Mixin private StudyOptions options = new StudyOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {"Folder of the study.", "  Default: RUN"},
      showDefaultValue = Visibility.NEVER)
  private @Nullable Path out;

  @Option(names = "--resume", description = "Go on with the study that the folder holds.")
  private boolean resume;

  @Mixin private ExecutionMixin execution = new ExecutionMixin();

  /**
   * The command.
   *
   * @param stop is asked before each architecture whether to stop
   */
  public StudyCommand(BooleanSupplier stop) {
    this.stop = stop;
  }

  @Override
  public Integer call() {
    checkOptions();
    StudyFolder folder = new StudyFolder(requireNonNullElse(out, run));
    folder.checkUnfinished();
    folder.checkWritable();
    StudyOptions how = resume ? saved(folder) : fresh(folder);
    StudiedRuns runs = StudiedRuns.open(run, how.data());
    checkSameHyperNets(folder, runs);
    ImmutableList<Split> data = runs.read();
    study(folder, study(runs, data, runs.first().space(data.get(0)), how));
    return 0;
  }

  private void checkOptions() {
    WrongOption.told(
        spec,
        () -> {
          if (!resume) {
            options.check();
          }
          return execution.options();
        });
  }

  private StudyOptions fresh(StudyFolder folder) {
    folder.checkUnused();
    return options;
  }

  private StudyOptions saved(StudyFolder folder) {
    StudyOptions saved =
        SavedOptions.goOn(
            spec.commandLine(),
            folder.readSettings().options(),
            new StudyOptions(),
            folder.settings());
    saved.check();
    return saved;
  }

  private void checkSameHyperNets(StudyFolder folder, StudiedRuns runs) {
    checkArgument(
        !resume || folder.readSettings().hyperNets().equals(runs.hashes()),
        "%s is of other HyperNets than %s has; name the run that it was started with, or another"
            + " folder with --out",
        folder.settings(),
        run);
  }

  private <A> Study<A> study(
      StudiedRuns runs, ImmutableList<Split> data, ArchitectureSpace<A> space, StudyOptions how) {
    return new Study<>(runs, data, space, how, execution.options());
  }

  private <A> void study(StudyFolder folder, Study<A> study) {
    StudiedTruth<A> truth =
        StudiedTruth.of(
            study.how(),
            study.runs().first().options(),
            study.space(),
            study.data().get(0),
            study.execution(),
            stop);
    StudySettings settings =
        new StudySettings(
            StudySettings.VERSION, study.runs().hashes(), SavedOptions.of(study.how()));
    try (StudiedHyperNets<A> hyperNets =
            StudiedHyperNets.open(study.runs(), study.space(), study.execution());
        StudyProgress progress = new StudyProgress(stop, study.steps(truth))) {
      ResultFile.write(folder.settings(), settings);
      RankStudyResult result = study.run(hyperNets.list(), truth, folder, progress);
      tell(folder, new StudyReport(result, settings.options(), verdicts(study, hyperNets)));
    } catch (CancellationException stopped) {
      CancellationException told =
          new CancellationException(
              "study was stopped; go on with: smash study %s%s --resume"
                  .formatted(run, out == null ? "" : " --out " + out));
      told.initCause(stopped);
      throw told;
    }
  }

  private static <A> ImmutableList<String> verdicts(Study<A> study, StudiedHyperNets<A> hyperNets) {
    ImmutableList.Builder<String> verdicts = ImmutableList.builder();
    int place = 0;
    for (HyperNet<A> hyperNet : hyperNets.list()) {
      verdicts.add(
          "seed %d: %s"
              .formatted(
                  study.runs().seeds()[place],
                  Diagnosis.of(hyperNet, study.data().get(place)).verdict()));
      place++;
    }
    return verdicts.build();
  }

  private void tell(StudyFolder folder, StudyReport found) {
    Report report = new Report(spec.commandLine().getOut());
    AtomicFile.write(folder.document(), found.toMarkdown());
    found.result().write(folder.result());
    found.tell(report);
    report.say("wrote %s and %s", folder.result(), folder.document());
  }
}
