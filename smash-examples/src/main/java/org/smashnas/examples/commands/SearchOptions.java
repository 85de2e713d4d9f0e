package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Strategies;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/**
 * All that a search is made of. Its parts go in the order of the options; each knows what the ones
 * before found.
 */
final class SearchOptions {
  @Option(names = "--random", paramLabel = "N", description = "Random architectures to score.")
  private int random = 500;

  @Option(
      names = "--halving",
      paramLabel = "N",
      description =
          "Random architectures to race by successive halving: all are scored on 1/27 of the"
              + " validation examples, the best third on 1/9, the best third of these on 1/3, and"
              + " so on.")
  private int halving;

  @Option(names = "--perturb", paramLabel = "N", description = "Perturbations of the best.")
  private int perturb = 100;

  @Option(
      names = "--evolution",
      paramLabel = "N",
      description = "Architectures to score by regularised evolution of the best.")
  private int evolution;

  @Option(
      names = "--nsga2",
      paramLabel = "N",
      description =
          "Architectures to score by NSGA-II, the evolution of the best compromises between"
              + " --objectives.")
  private int nsga2;

  @Option(
      names = "--population",
      paramLabel = "N",
      description = "How many of the best --evolution and --nsga2 evolve.")
  private int population = 100;

  @Option(
      names = "--annealing",
      paramLabel = "N",
      description = "Steps of simulated annealing from the best.")
  private int annealing;

  @Option(
      names = "--local-search",
      paramLabel = "N",
      description = "Steps of local search from the best, with restarts from random ones.")
  private int localSearch;

  @Option(names = "--markov", paramLabel = "N", description = "Steps of the walk from the best.")
  private int markov = 100;

  @Option(
      names = "--probability",
      paramLabel = "X",
      description = "Of each element of an architecture to change when it is perturbed.")
  private double probability = 0.05;

  @Option(
      names = "--objectives",
      paramLabel = "NAMES",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "error",
      description =
          "What to minimise: error, top-five-error, loss, parameters, multiply-adds; several with"
              + " commas. The first orders the architectures, the next break ties.")
  private List<SearchObjective> objectives = List.of(SearchObjective.ERROR);

  @Option(names = "--seed", paramLabel = "N", description = "Where all random choices come from.")
  private long seed;

  @Option(
      names = "--max-parameters",
      paramLabel = "N",
      description = "Leave out architectures of more parameters; they are not scored.",
      showDefaultValue = Visibility.NEVER)
  private @Nullable Long maxParameters;

  /** A part of the search, its name in the report, and its trials unless architectures repeat. */
  record Stage<A>(String name, int trials, SearchStrategy<A> strategy) {}

  /** What was asked for. The strategy is made only if the count is above 0. */
  private record Request<A>(
      String name, int count, int trials, Supplier<SearchStrategy<A>> strategy) {
    Request(String name, int count, Supplier<SearchStrategy<A>> strategy) {
      this(name, count, count, strategy);
    }

    Stage<A> stage() {
      return new Stage<>(name, trials, strategy.get());
    }
  }

  double probability() {
    return probability;
  }

  long seed() {
    return seed;
  }

  ImmutableList<SearchObjective> objectives() {
    return ImmutableList.copyOf(objectives);
  }

  Optional<Long> maxParameters() {
    return Optional.ofNullable(maxParameters);
  }

  void check() {
    checkArgument(
        !stages().isEmpty(),
        "--random and all other numbers of architectures are 0; at least one must be above 0");
    checkArgument(
        ImmutableSet.copyOf(objectives).size() == objectives.size(),
        "--objectives has one twice; give each once");
    checkArgument(
        nsga2 == 0 || objectives.size() > 1,
        "--nsga2 looks for compromises, but --objectives has one; give another, such as"
            + " error,parameters");
    checkArgument(
        maxParameters == null || maxParameters >= 1,
        "--max-parameters is %s; it must be at least 1",
        maxParameters);
  }

  <A> ImmutableList<Stage<A>> stages() {
    ImmutableList<Request<A>> requests = requests();
    requests.forEach(
        request ->
            checkArgument(
                request.count() >= 0,
                "--%s is %s; it must be at least 0",
                request.name(),
                request.count()));
    checkArgument(
        probability > 0 && probability <= 1,
        "--probability is %s; it must be above 0 and at most 1",
        probability);
    checkArgument(population >= 1, "--population is %s; it must be at least 1", population);
    return requests.stream()
        .filter(request -> request.count() > 0)
        .map(Request::stage)
        .collect(ImmutableList.toImmutableList());
  }

  private <A> ImmutableList<Request<A>> requests() {
    return ImmutableList.of(
        new Request<>("random", random, () -> Strategies.random(random)),
        new Request<>(
            "halving",
            halving,
            trialsOfARace(halving),
            () -> Strategies.halving(Strategies.random(halving))),
        new Request<>("perturb", perturb, () -> Strategies.perturbBest(perturb, probability)),
        new Request<>(
            "evolution",
            evolution,
            () ->
                Strategies.<A>evolution(evolution).population(population).probability(probability)),
        new Request<>(
            "nsga2",
            nsga2,
            () -> Strategies.<A>nsga2(nsga2).population(population).probability(probability)),
        new Request<>(
            "annealing",
            annealing,
            () -> Strategies.<A>annealing(annealing).probability(probability)),
        new Request<>(
            "local-search",
            localSearch,
            () -> Strategies.<A>localSearch(localSearch).probability(probability)),
        new Request<>("markov", markov, () -> Strategies.markovWalk(markov, probability)));
  }

  /** The candidates and the survivors of three rungs, a third each time. */
  private static int trialsOfARace(int candidates) {
    int trials = 0;
    int left = candidates;
    for (int rung = 0; rung < 4; rung++) {
      trials += left;
      left = (left + 2) / 3;
    }
    return trials;
  }
}
