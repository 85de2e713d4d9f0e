package org.smashnas.examples.benchmark;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.smashnas.hypernet.Score;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Strategies;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What a search takes beside scoring, at the paper's setting, with a scorer that takes no time:
 * proposing, counting costs and writing the journal; and reading the journal of a search that has
 * ended.
 */
@Command(name = "SearchBenchmark", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class SearchBenchmark implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(names = "--trials", paramLabel = "N", description = "Trials of each search.")
  private int trials = 100_000;

  @Option(
      names = "--strategies",
      paramLabel = "NAME",
      split = ",",
      description = "Which to measure: random, evolution, annealing, localSearch, markovWalk.")
  private List<String> names = List.of("random", "evolution");

  /** The program. */
  public SearchBenchmark() {}

  /**
   * Runs the benchmark.
   *
   * @param arguments options
   */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new SearchBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() {
    ImmutableMap<String, SearchStrategy<MemoryBank>> strategies =
        ImmutableMap.of(
            "random", Strategies.random(trials),
            "evolution", Strategies.evolution(trials),
            "annealing", Strategies.annealing(trials),
            "localSearch", Strategies.localSearch(trials),
            "markovWalk", Strategies.markovWalk(trials, 0.05));
    for (String name : names) {
      SearchStrategy<MemoryBank> strategy = strategies.get(name);
      checkState(strategy != null, "--strategies has %s; there are %s", name, strategies.keySet());
      measure(name, strategy);
    }
    return 0;
  }

  private void measure(String name, SearchStrategy<MemoryBank> strategy) {
    try {
      Path folder = Files.createTempDirectory("smash-search");
      Path journal = folder.resolve("trials.jsonl");
      Search<MemoryBank> search =
          Search.over(MemoryBankSpace.builder().input(32, 32, 3).classes(10).build())
              .scoredBy(SearchBenchmark::score)
              .strategy(strategy)
              .journal(journal);
      long best = searched(name, search, journal);
      Stopwatch watch = Stopwatch.createStarted();
      checkState(search.run().best().number() == best, "resuming found another best trial");
      spec.commandLine().getOut().printf("%-12s resumed in %.2f s%n", name, seconds(watch));
      spec.commandLine().getOut().flush();
      Files.delete(journal);
      Files.delete(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The best trial's number; the trials themselves are not kept while the search resumes. */
  private long searched(String name, Search<MemoryBank> search, Path journal) throws IOException {
    Stopwatch watch = Stopwatch.createStarted();
    SearchResult<MemoryBank> result = search.run();
    double seconds = seconds(watch);
    spec.commandLine()
        .getOut()
        .printf(
            "%-12s %,d trials: %.3f ms a trial, journal %,d MiB%n",
            name,
            result.trials().size(),
            seconds / result.trials().size() * 1_000,
            Files.size(journal) >> 20);
    return result.best().number();
  }

  private static Score score(MemoryBank architecture, double fidelity) {
    return Score.ofError(new SplittableRandom(architecture.hashCode()).nextDouble());
  }

  private static double seconds(Stopwatch watch) {
    return watch.elapsed(TimeUnit.MICROSECONDS) / 1e6;
  }
}
