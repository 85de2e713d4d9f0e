package org.smashnas.funnel;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.random.RandomStreams;
import org.smashnas.search.Constraint;
import org.smashnas.search.Objective;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.SearchStrategy;
import org.smashnas.search.Strategies;
import org.smashnas.search.Trial;
import org.smashnas.space.ArchitectureSpace;

/**
 * Finds a trained network: scores many random architectures, trains the best scored by {@link
 * SuccessiveHalving}, and gives the one of the smallest validation error. Scores are cheap and sort
 * the bad from the good; which of the good is best is left to training.
 *
 * <p>It may be killed at any time and run again with the same folder: it then ends as if it had
 * never stopped, by the plan that it was begun with. Not safe for use by several threads.
 *
 * <pre>{@code
 * FunnelResult<MemoryBank> found = Funnel.over(space)
 *     .scoredBy(hyperNet.scorer(split))
 *     .networks(architecture -> TensorFlow.network(space.derivedNetwork(architecture), 0))
 *     .training(split, TrainingOptions.derived().epochs(20).build())
 *     .subjectTo(Constraint.under(Objective.parameters(), 50_000))
 *     .within(Duration.ofHours(1))
 *     .folder(Path.of("funnel"))
 *     .run();
 * }</pre>
 *
 * @param <A> the type of an architecture
 */
public final class Funnel<A> {
  /** Architectures that prices are measured on, one more than are counted. */
  private static final int PRICED = 4;

  private final ArchitectureSpace<A> space;
  private final SuccessiveHalving<A> halving;
  private ImmutableList<Objective<A>> objectives = ImmutableList.of(Objective.error());
  private ImmutableList<Constraint<A>> constraints = ImmutableList.of();
  private ImmutableList<A> known = ImmutableList.of();
  private Optional<Scorer<A>> scorer = Optional.empty();
  private @Nullable NetworkFactory<A> networks;
  private @Nullable Split examples;
  private @Nullable TrainingOptions training;
  private @Nullable Planning planning;
  private @Nullable Path folder;
  private long seed;

  private Funnel(ArchitectureSpace<A> space) {
    this.space = space;
    this.halving = SuccessiveHalving.over(space);
  }

  /** Where the plan comes from. */
  private sealed interface Planning {
    record Given(FunnelPlan plan) implements Planning {}

    record Within(Duration time) implements Planning {}
  }

  /**
   * Starts the description of a funnel.
   *
   * @param space the space to look in
   * @param <A> the type of an architecture
   * @return a funnel that still lacks the rest
   */
  public static <A> Funnel<A> over(ArchitectureSpace<A> space) {
    return new Funnel<>(space);
  }

  /**
   * Sets what scores architectures.
   *
   * @param scorer by default none: architectures are trained as they are drawn
   * @return this
   */
  @CanIgnoreReturnValue
  public Funnel<A> scoredBy(Scorer<A> scorer) {
    this.scorer = Optional.of(scorer);
    return this;
  }

  /**
   * Sets what makes the networks that are trained.
   *
   * @param networks makes equal networks of equal architectures
   * @return this
   */
  @CanIgnoreReturnValue
  public Funnel<A> networks(NetworkFactory<A> networks) {
    this.networks = networks;
    halving.networks(networks);
    return this;
  }

  /**
   * Sets the training.
   *
   * @param examples to train on, and to tell by which trained network is best
   * @param training the whole training of a network, without checkpoints
   * @return this
   * @throws IllegalArgumentException if it has checkpoints
   */
  @CanIgnoreReturnValue
  public Funnel<A> training(Split examples, TrainingOptions training) {
    halving.training(examples, training);
    this.examples = examples;
    this.training = training;
    return this;
  }

  /**
   * Sets what scored architectures are ranked by; of several, by the sum of the ranks.
   *
   * @param objectives by default the error
   * @return this
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  @CanIgnoreReturnValue
  public final Funnel<A> minimise(Objective<A>... objectives) {
    this.objectives = ImmutableList.copyOf(Arrays.asList(objectives));
    return this;
  }

  /**
   * Adds limits that each architecture meets.
   *
   * @param constraints the limits
   * @return this
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  @CanIgnoreReturnValue
  public final Funnel<A> subjectTo(Constraint<A>... constraints) {
    this.constraints =
        ImmutableList.<Constraint<A>>builder()
            .addAll(this.constraints)
            .addAll(Arrays.asList(constraints))
            .build();
    return this;
  }

  /**
   * Adds architectures that are trained whatever their score, such as a network made by hand: the
   * result then says whether it was beaten.
   *
   * @param architectures of the space
   * @return this
   */
  @CanIgnoreReturnValue
  public Funnel<A> startingFrom(Collection<? extends A> architectures) {
    this.known = ImmutableList.copyOf(architectures);
    return this;
  }

  /**
   * Sets what to do.
   *
   * @param plan the plan
   * @return this
   */
  @CanIgnoreReturnValue
  public Funnel<A> plan(FunnelPlan plan) {
    this.planning = new Planning.Given(plan);
    return this;
  }

  /**
   * Plans for a time, by the prices of scores and training steps, which are measured first.
   *
   * @param time what scoring and training may take, above 0
   * @return this
   */
  @CanIgnoreReturnValue
  public Funnel<A> within(Duration time) {
    checkArgument(
        !time.isNegative() && !time.isZero(),
        "a funnel is to end within the time %s; it must be above 0",
        time);
    this.planning = new Planning.Within(time);
    return this;
  }

  /**
   * Sets where drawn architectures come from.
   *
   * @param seed by default 0
   * @return this
   */
  @CanIgnoreReturnValue
  public Funnel<A> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets where the plan, scores, paused trainings and trained networks are kept.
   *
   * @param folder of this funnel alone, or one that is not there yet
   * @return this
   */
  @CanIgnoreReturnValue
  public Funnel<A> folder(Path folder) {
    this.folder = folder;
    return this;
  }

  /**
   * Scores and trains, on this thread.
   *
   * @return what was found
   * @throws IllegalStateException if something was not set, no architecture met the limits, or all
   *     trainings of a rung diverged
   * @throws IllegalArgumentException if the time is too short for one training, a known
   *     architecture is not of the space, or the folder is that of another funnel, which stays as
   *     it was
   * @throws java.io.UncheckedIOException if the folder cannot be read or written
   * @throws java.util.concurrent.CancellationException if the training is cancelled; the funnel
   *     goes on when it is run again
   */
  public FunnelResult<A> run() {
    checkState(folder != null, "the funnel has no folder; set one");
    checkState(networks != null, "the funnel has no networks; set what makes them");
    checkState(examples != null && training != null, "the funnel has no training; set it");
    checkState(planning != null, "the funnel has no plan; set one, or the time");
    known.forEach(space::validate);
    FunnelPlan plan = plan(checkNotNull(folder), checkNotNull(planning));
    SearchResult<A> candidates = candidates(plan, checkNotNull(folder));
    ImmutableList<Contender<A>> contenders =
        halving
            .rungs(plan.rungs())
            .folder(checkNotNull(folder).resolve("trainings"))
            .run(entered(candidates));
    return new FunnelResult<>(plan, candidates, contenders);
  }

  private FunnelPlan plan(Path folder, Planning planning) {
    if (planning instanceof Planning.Given given) {
      return given.plan();
    }
    Duration time = ((Planning.Within) planning).time();
    return PlanFile.in(folder)
        .readOr(
            time,
            () -> {
              PriceList<A> prices =
                  new PriceList<>(
                      scorer,
                      checkNotNull(networks),
                      checkNotNull(examples),
                      checkNotNull(training));
              Prices measured = prices.measure(samples());
              return FunnelPlan.within(time, measured, prices.steps());
            });
  }

  /** Drawn as candidates are: a limit makes networks cheaper. */
  private ImmutableList<A> samples() {
    SearchResult<A> drawn = drawn(PRICED, new RandomStreams(seed).stream("prices", 0).nextLong());
    ImmutableList<A> feasible =
        drawn.byRankSum().stream()
            .map(Trial::architecture)
            .collect(ImmutableList.toImmutableList());
    checkState(
        feasible.size() == PRICED,
        "%s of %s architectures drawn met the limits %s; allow for more",
        feasible.size(),
        drawn.trials().size(),
        constraints);
    return feasible;
  }

  /** Different random architectures that meet the limits, unscored. */
  private SearchResult<A> drawn(int count, long seed) {
    Search<A> search =
        Search.over(space)
            .scoredBy((architecture, fidelity) -> Score.ofLoss(0))
            .minimise(Objective.<A>loss())
            .strategy(Strategies.randomFeasible(count))
            .seed(seed);
    constraints.forEach(search::subjectTo);
    return search.run();
  }

  private SearchResult<A> candidates(FunnelPlan plan, Path folder) {
    boolean isScored = plan.scored() > 0 && scorer.isPresent();
    int drawn = isScored ? plan.scored() : plan.rungs().get(0).architectures();
    SearchStrategy<A> random = Strategies.randomFeasible(drawn);
    Search<A> search =
        Search.over(space)
            .scoredBy(isScored ? scorer.get() : (architecture, fidelity) -> Score.ofLoss(0))
            .strategy(known.isEmpty() ? random : Strategies.<A>given(known).then(random))
            .seed(seed)
            .journal(folder.resolve("candidates.jsonl"));
    constraints.forEach(search::subjectTo);
    return search.minimise(isScored ? objectives : ImmutableList.of(Objective.<A>loss())).run();
  }

  /** Known ones first, then the best scored. */
  private Set<A> entered(SearchResult<A> candidates) {
    Set<A> entered = new LinkedHashSet<>(known);
    candidates.byRankSum().stream().map(Trial::architecture).forEach(entered::add);
    checkState(
        !entered.isEmpty(),
        "none of %s architectures drawn met the limits %s; allow for more",
        candidates.trials().size(),
        constraints);
    return entered;
  }
}
