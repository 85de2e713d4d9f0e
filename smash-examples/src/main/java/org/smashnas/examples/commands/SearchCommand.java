package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.smashnas.data.Split;
import org.smashnas.examples.files.ResultFile;
import org.smashnas.examples.progress.Progress;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.search.Constraint;
import org.smashnas.search.Objective;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Trial;
import org.smashnas.tf.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores architectures with the weights that the run's HyperNet writes. */
@Command(
    name = "search",
    header = "Scores architectures with a trained HyperNet: the second step of a run.",
    description = {
      "",
      "Scores random architectures, perturbations of the best of them, and the steps of a walk from"
          + " the best: by their validation errors, without training any. Other strategies can take"
          + " their place or join them.",
      "",
      "Needs a RUN whose training has ended. Writes RUN/search.json: each architecture with its"
          + " errors and costs, the best first, at rank 0. 'smash derive' trains one of them.",
      "",
      "RUN/trials.jsonl has each architecture as soon as it is scored. After Ctrl-C, or any other"
          + " end, 'smash search RUN --resume' with the same options goes on from it and ends as"
          + " the uninterrupted search.",
      ""
    },
    footer = {"", "Example:", "  smash search runs/first --random 200 --perturb 50 --markov 50"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class SearchCommand implements Callable<Integer> {
  private final BooleanSupplier stop;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      description = "Folder of the run.",
      showDefaultValue = Visibility.NEVER)
  private Path run = Path.of("");

  @Mixin private StagesMixin stages = new StagesMixin();

  @Option(names = "--seed", paramLabel = "N", description = "Where all random choices come from.")
  private long seed;

  @Option(
      names = "--max-parameters",
      paramLabel = "N",
      description = "Leave out architectures of more parameters; they are not scored.",
      showDefaultValue = Visibility.NEVER)
  private Optional<Long> maxParameters = Optional.empty();

  @Option(names = "--resume", description = "Go on with the search that RUN holds.")
  private boolean resume;

  @Mixin private ExecutionMixin execution = new ExecutionMixin();

  /**
   * The command.
   *
   * @param stop is asked after each architecture whether to stop
   */
  public SearchCommand(BooleanSupplier stop) {
    this.stop = stop;
  }

  @Override
  public Integer call() {
    ImmutableList<StagesMixin.Stage> planned = stages.stages();
    checkMaxParameters();
    SavedRun saved = SavedRun.open(run);
    RunFolder folder = saved.folder();
    folder.checkTrained();
    folder.checkUnsearched(resume);
    folder.checkWritable();
    Split data = saved.options().read().split();
    MemoryBankSpace space = saved.space(data);
    SearchResult<MemoryBank> result;
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.loadHyperNet(space, folder.hyperNet(), execution.options())) {
      result = search(hyperNet, data, planned, folder.trials());
    }
    checkState(
        result.trials().stream().anyMatch(Trial::isFeasible),
        "none of the %s architectures tried is within --max-parameters %s; allow more, or search"
            + " longer",
        result.trials().size(),
        maxParameters.orElse(0L));
    SearchReport report = report(result, planned);
    ResultFile.write(folder.search(), report);
    tell(folder, report);
    return 0;
  }

  private void checkMaxParameters() {
    if (maxParameters.orElse(1L) < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--max-parameters is " + maxParameters.get() + "; it must be at least 1");
    }
  }

  private SearchResult<MemoryBank> search(
      HyperNet<MemoryBank> hyperNet,
      Split data,
      ImmutableList<StagesMixin.Stage> planned,
      Path journal) {
    long count = planned.stream().mapToLong(StagesMixin.Stage::trials).sum();
    try (Progress progress = Progress.start("scoring architectures", count)) {
      Search<MemoryBank> search =
          Search.over(hyperNet.space())
              .scoredBy(hyperNet.scorer(data))
              .strategy(
                  planned.stream()
                      .map(StagesMixin.Stage::strategy)
                      .reduce(SearchStrategy::then)
                      .orElseThrow())
              .seed(seed)
              .listener(trial -> progress.update(trial.number() + 1, note(trial)))
              .listener(trial -> checkStopped(trial.number() + 1, count))
              .journal(journal);
      maxParameters.ifPresent(
          limit -> search.subjectTo(Constraint.under(Objective.parameters(), limit)));
      return search.run();
    }
  }

  private static String note(Trial<MemoryBank> trial) {
    return trial.isFailed()
        ? "failed"
        : Double.isNaN(trial.error()) ? "left out" : "error " + Report.percent(trial.error());
  }

  private void checkStopped(long done, long count) {
    if (done < count && stop.getAsBoolean()) {
      throw new CancellationException(
          ("search was cancelled after %d of %d architectures; go on with the same options and"
                  + " --resume: smash search %s --resume")
              .formatted(done, count, run));
    }
  }

  private SearchReport report(
      SearchResult<MemoryBank> result, ImmutableList<StagesMixin.Stage> planned) {
    ImmutableList<Trial<MemoryBank>> sorted =
        result.distinct().stream()
            .filter(Trial::isFeasible)
            .collect(ImmutableList.toImmutableList());
    ImmutableList.Builder<SearchReport.Ranked> trials = ImmutableList.builder();
    for (int rank = 0; rank < sorted.size(); rank++) {
      Trial<MemoryBank> trial = sorted.get(rank);
      trials.add(SearchReport.Ranked.of(rank, planned.get(trial.stage()).name(), trial));
    }
    return new SearchReport(SearchReport.VERSION, seed, stages.probability(), trials.build());
  }

  private void tell(RunFolder folder, SearchReport found) {
    Report report = new Report(spec.commandLine().getOut());
    report.say(
        "%-5s %10s %14s %16s %s", "rank", "error", "parameters", "multiply-adds", " found by");
    found.trials().stream()
        .limit(5)
        .forEach(
            trial ->
                report.say(
                    "%-5d %10s %,14d %,16d  %s",
                    trial.rank(),
                    Report.percent(trial.error()),
                    trial.parameters(),
                    trial.multiplyAdds(),
                    trial.stage()));
    report.say(
        "wrote %s, %d architectures; next: smash derive %s",
        folder.search(), found.trials().size(), folder.path());
  }
}
