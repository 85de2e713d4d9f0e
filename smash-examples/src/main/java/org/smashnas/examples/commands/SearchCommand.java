package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.smashnas.data.Split;
import org.smashnas.examples.files.ResultFile;
import org.smashnas.examples.progress.Progress;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Strategies;
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
          + " the best: by their validation errors, without training any.",
      "",
      "Needs a RUN whose training has ended. Writes RUN/search.json: each architecture with its"
          + " errors and costs, the best first, at rank 0. 'smash derive' trains one of them.",
      "",
      "Ctrl-C ends the search and writes nothing.",
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

  @Option(names = "--random", paramLabel = "N", description = "Random architectures to score.")
  private int random = 500;

  @Option(names = "--perturb", paramLabel = "N", description = "Perturbations of the best.")
  private int perturb = 100;

  @Option(names = "--markov", paramLabel = "N", description = "Steps of the walk from the best.")
  private int markov = 100;

  @Option(
      names = "--probability",
      paramLabel = "X",
      description = "Of each element of an architecture to change when it is perturbed.")
  private double probability = 0.05;

  @Option(names = "--seed", paramLabel = "N", description = "Where all random choices come from.")
  private long seed;

  @Mixin private ExecutionMixin execution = new ExecutionMixin();

  /**
   * The command.
   *
   * @param stop is asked after each architecture whether to stop
   */
  public SearchCommand(BooleanSupplier stop) {
    this.stop = stop;
  }

  /** A part of the search and its name in the report. */
  private record Stage(String name, SearchStrategy<MemoryBank> strategy) {}

  @Override
  public Integer call() {
    ImmutableList<Stage> stages = stages();
    SavedRun saved = SavedRun.open(run);
    RunFolder folder = saved.folder();
    folder.checkTrained();
    checkState(
        !Files.exists(folder.search()),
        "%s holds a search already; to search anew, remove it and the networks derived from it",
        folder.search());
    folder.checkWritable();
    Split data = saved.options().read().split();
    MemoryBankSpace space = saved.space(data);
    SearchResult<MemoryBank> result;
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.loadHyperNet(space, folder.hyperNet(), execution.options())) {
      result = search(hyperNet, data, stages);
    }
    SearchReport report = report(result, stages);
    ResultFile.write(folder.search(), report);
    tell(folder, report);
    return 0;
  }

  private ImmutableList<Stage> stages() {
    check(random >= 0, "--random is " + random + "; it must be at least 0");
    check(perturb >= 0, "--perturb is " + perturb + "; it must be at least 0");
    check(markov >= 0, "--markov is " + markov + "; it must be at least 0");
    check(
        random > 0 || perturb > 0 || markov > 0,
        "--random, --perturb and --markov are all 0; at least one must be above 0");
    check(
        probability > 0 && probability <= 1,
        "--probability is " + probability + "; it must be above 0 and at most 1");
    ImmutableList.Builder<Stage> stages = ImmutableList.builder();
    add(stages, "random", random, () -> Strategies.random(random));
    add(stages, "perturb", perturb, () -> Strategies.perturbBest(perturb, probability));
    add(stages, "markov", markov, () -> Strategies.markovWalk(markov, probability));
    return stages.build();
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private static void add(
      ImmutableList.Builder<Stage> stages,
      String name,
      int count,
      Supplier<SearchStrategy<MemoryBank>> strategy) {
    if (count > 0) {
      stages.add(new Stage(name, strategy.get()));
    }
  }

  private SearchResult<MemoryBank> search(
      HyperNet<MemoryBank> hyperNet, Split data, ImmutableList<Stage> stages) {
    long count = (long) random + perturb + markov;
    try (Progress progress = Progress.start("scoring architectures", count)) {
      return Search.over(hyperNet.space())
          .scoredBy(hyperNet.scorer(data))
          .strategy(stages.stream().map(Stage::strategy).reduce(SearchStrategy::then).orElseThrow())
          .seed(seed)
          .listener(trial -> progress.update(trial.number() + 1, note(trial)))
          .listener(trial -> checkStopped(trial.number() + 1, count))
          .run();
    }
  }

  private static String note(Trial<MemoryBank> trial) {
    return "error " + Report.percent(trial.error());
  }

  private void checkStopped(long done, long count) {
    if (done < count && stop.getAsBoolean()) {
      throw new CancellationException(
          ("search was cancelled after %d of %d architectures and wrote nothing; start it again"
                  + " with: smash search %s")
              .formatted(done, count, run));
    }
  }

  private SearchReport report(SearchResult<MemoryBank> result, ImmutableList<Stage> stages) {
    ImmutableList<Trial<MemoryBank>> sorted = result.distinct();
    ImmutableList.Builder<SearchReport.Ranked> trials = ImmutableList.builder();
    for (int rank = 0; rank < sorted.size(); rank++) {
      Trial<MemoryBank> trial = sorted.get(rank);
      trials.add(SearchReport.Ranked.of(rank, stages.get(trial.stage()).name(), trial));
    }
    return new SearchReport(SearchReport.VERSION, seed, probability, trials.build());
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
