package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.smashnas.data.Split;
import org.smashnas.examples.files.ResultFile;
import org.smashnas.examples.progress.Progress;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.search.Constraint;
import org.smashnas.search.Objective;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Trial;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.tf.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
          + " end, 'smash search RUN --resume' goes on from it and ends as the uninterrupted"
          + " search. Other options, --device and --precision aside, need not be given again.",
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

  @Mixin private SearchOptions options = new SearchOptions();

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

  /** All that the search is made of. */
  private record Plan(SavedRun run, SearchOptions how) {
    RunFolder folder() {
      return run.folder();
    }
  }

  @Override
  public Integer call() {
    checkOptions();
    SavedRun saved = SavedRun.open(run);
    RunFolder folder = saved.folder();
    folder.checkTrained();
    folder.checkUnsearched();
    folder.checkWritable();
    Plan plan = new Plan(saved, resume ? saved(folder) : fresh(folder));
    Split data = saved.options().read().split();
    SearchReport report = search(plan, saved.space(data), data);
    ResultFile.write(folder.search(), report);
    tell(folder, report);
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

  private SearchOptions fresh(RunFolder folder) {
    folder.checkNoSearchStarted();
    return options;
  }

  private SearchOptions saved(RunFolder folder) {
    SearchOptions saved =
        SavedOptions.goOn(
            spec.commandLine(),
            folder.readSearchSettings().options(),
            new SearchOptions(),
            folder.searchSettings());
    saved.check();
    return saved;
  }

  private <A> SearchReport search(Plan plan, ArchitectureSpace<A> space, Split data) {
    SearchResult<A> result;
    try (HyperNet<A> hyperNet =
        TensorFlow.loadHyperNet(space, plan.folder().hyperNet(), execution.options())) {
      ResultFile.write(
          plan.folder().searchSettings(),
          new SearchSettings(SearchSettings.VERSION, SavedOptions.of(plan.how())));
      result = search(plan, hyperNet, data);
    }
    checkState(
        result.trials().stream().anyMatch(Trial::isFeasible),
        "none of the %s architectures tried is within --max-parameters %s; allow more, or search"
            + " longer",
        result.trials().size(),
        plan.how().maxParameters().orElse(0L));
    return report(plan, space, result);
  }

  private <A> SearchResult<A> search(Plan plan, HyperNet<A> hyperNet, Split data) {
    ImmutableList<SearchOptions.Stage<A>> stages = plan.how().stages();
    long count = stages.stream().mapToLong(SearchOptions.Stage::trials).sum();
    try (Progress progress = Progress.start("scoring architectures", count)) {
      Search<A> search =
          Search.over(hyperNet.space())
              .scoredBy(hyperNet.scorer(data))
              .strategy(
                  stages.stream()
                      .map(SearchOptions.Stage::strategy)
                      .reduce(SearchStrategy::then)
                      .orElseThrow())
              .seed(plan.how().seed())
              .listener(trial -> progress.update(trial.number() + 1, note(trial)))
              .listener(trial -> checkStopped(trial.number() + 1, count))
              .journal(plan.folder().trials());
      search.minimise(objectives(plan));
      plan.how()
          .maxParameters()
          .ifPresent(limit -> search.subjectTo(Constraint.under(Objective.parameters(), limit)));
      return search.run();
    }
  }

  private static <A> ImmutableList<Objective<A>> objectives(Plan plan) {
    return plan.how().objectives().stream()
        .map(SearchObjective::<A>objective)
        .collect(toImmutableList());
  }

  private static String note(Trial<?> trial) {
    return trial.isFailed()
        ? "failed"
        : Double.isNaN(trial.error()) ? "left out" : "error " + Report.percent(trial.error());
  }

  private void checkStopped(long done, long count) {
    if (done < count && stop.getAsBoolean()) {
      throw new CancellationException(
          "search was cancelled after %d of %d architectures; go on with: smash search %s --resume"
              .formatted(done, count, run));
    }
  }

  private static <A> SearchReport report(
      Plan plan, ArchitectureSpace<A> space, SearchResult<A> result) {
    ImmutableList<SearchOptions.Stage<A>> stages = plan.how().stages();
    ImmutableList<Trial<A>> sorted =
        result.distinct().stream().filter(Trial::isFeasible).collect(toImmutableList());
    ImmutableList.Builder<SearchReport.Ranked> trials = ImmutableList.builder();
    for (int rank = 0; rank < sorted.size(); rank++) {
      Trial<A> trial = sorted.get(rank);
      String stage = stages.get(trial.stage()).name();
      trials.add(SearchReport.Ranked.of(rank, stage, trial, space.codec()));
    }
    return new SearchReport(
        SearchReport.VERSION,
        plan.how().seed(),
        plan.how().probability(),
        plan.how().objectives().stream().map(EnumWords::word).collect(toImmutableList()),
        result.paretoFront().stream().map(sorted::indexOf).collect(toImmutableList()),
        trials.build());
  }

  private void tell(RunFolder folder, SearchReport found) {
    Report report = new Report(spec.commandLine().getOut());
    if (found.objectives().size() > 1) {
      report.say("the best compromises between %s:", String.join(", ", found.objectives()));
      table(report, found.paretoFront().stream().map(found.trials()::get));
    } else {
      table(report, found.trials().stream().limit(5));
    }
    report.say(
        "wrote %s, %d architectures; next: smash derive %s",
        folder.search(), found.trials().size(), folder.path());
  }

  private static void table(Report report, Stream<SearchReport.Ranked> trials) {
    report.say(
        "%-5s %10s %14s %16s %s", "rank", "error", "parameters", "multiply-adds", " found by");
    trials.forEach(
        trial ->
            report.say(
                "%-5d %10s %,14d %,16d  %s",
                trial.rank(),
                Report.percent(trial.error()),
                trial.parameters(),
                trial.multiplyAdds(),
                trial.stage()));
  }
}
