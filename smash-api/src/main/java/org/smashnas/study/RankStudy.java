package org.smashnas.study;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.Scorer;
import org.smashnas.space.ArchitectureSpace;

/**
 * A study of how well predictors rank architectures against a truth: a published table, or own
 * trainings. Equal seeds, predictions and truths give equal results. Not safe for use by several
 * threads.
 *
 * <pre>{@code
 * RankStudyResult result = RankStudy.over(space)
 *     .truth(TruthTable.read(file, Cell::parse, "cifar10Test"))
 *     .architectures(2000)
 *     .hyperNetSeeds(1, 2, 3)
 *     .seededPredictor("loss", seed -> scorers.get(seed), Evaluation::loss,
 *         Direction.LOWER_IS_BETTER)
 *     .parameters()
 *     .rankSum("loss", "parameters")
 *     .run();
 * }</pre>
 *
 * @param <A> the type of an architecture
 */
public final class RankStudy<A> {
  private final ArchitectureSpace<A> space;
  private final SharedScorings<A> scorings = new SharedScorings<>();
  private final List<Predictor<A>> predictors = new ArrayList<>();
  private final List<Combination> combinations = new ArrayList<>();
  private @Nullable Truth<A> truth;
  private Optional<ImmutableList<A>> architectures = Optional.empty();
  private int draws;
  private long seed;
  private ImmutableList<Long> hyperNetSeeds = ImmutableList.of(0L);
  private RankStatistics statistics = RankStatistics.DEFAULT;
  private int resamples = 1_000;
  private Optional<Path> journal = Optional.empty();

  private RankStudy(ArchitectureSpace<A> space) {
    this.space = space;
  }

  /**
   * Starts the description of a study.
   *
   * @param space the space of the architectures
   * @param <A> the type of an architecture
   * @return a study without truth and predictors
   */
  public static <A> RankStudy<A> over(ArchitectureSpace<A> space) {
    return new RankStudy<>(space);
  }

  /**
   * Ranks against a table.
   *
   * @param table the truths; the mean of their seeds counts
   * @return this study
   * @throws IllegalStateException if the truth was set before
   */
  @CanIgnoreReturnValue
  public RankStudy<A> truth(TruthTable<A> table) {
    return truth(new Truth.Known<>(table));
  }

  /**
   * Ranks against own trainings, of each architecture with each seed.
   *
   * @param name says what they are, in the result and the journal: "30 epochs of Fashion-MNIST"
   * @param training trains an architecture
   * @param seeds at least one, all different; the truth is the mean, and with several the result
   *     has a ceiling
   * @return this study
   * @throws IllegalArgumentException if a seed is there twice, or there is none
   * @throws IllegalStateException if the truth was set before
   */
  @CanIgnoreReturnValue
  public RankStudy<A> truth(String name, Training<A> training, long... seeds) {
    checkArgument(!name.isBlank(), "the truth has no name; name what is trained");
    return truth(new Truth.Trained<>(name, training, different("seeds of the truth", seeds)));
  }

  @CanIgnoreReturnValue
  private RankStudy<A> truth(Truth<A> truth) {
    checkState(this.truth == null, "the truth was already set; a study has one");
    this.truth = truth;
    return this;
  }

  /**
   * Sets which architectures are ranked. Those that a {@linkplain #truth(TruthTable) table} does
   * not have are left out and counted; by default all of the table are ranked.
   *
   * @param architectures at least 10 with a truth, all different
   * @return this study
   * @throws IllegalArgumentException if one is there twice
   * @throws IllegalStateException if the architectures were set before
   */
  @CanIgnoreReturnValue
  public RankStudy<A> architectures(Collection<? extends A> architectures) {
    checkArchitecturesUnset();
    HashSet<A> seen = new HashSet<>();
    architectures.forEach(
        architecture ->
            checkArgument(
                seen.add(architecture),
                "architecture %s is to be ranked twice; give it once",
                architecture));
    this.architectures = Optional.of(ImmutableList.copyOf(architectures));
    return this;
  }

  /**
   * Draws different architectures: from the table, if the truth is one, otherwise from the space.
   *
   * @param number at least 10
   * @return this study
   * @throws IllegalArgumentException if it is below
   * @throws IllegalStateException if the architectures were set before
   */
  @CanIgnoreReturnValue
  public RankStudy<A> architectures(int number) {
    checkArchitecturesUnset();
    checkArgument(number >= 10, "a study draws %s architectures; it must be at least 10", number);
    this.draws = number;
    return this;
  }

  private void checkArchitecturesUnset() {
    checkState(
        architectures.isEmpty() && draws == 0,
        "the architectures were already set; give a study a list or a number, once");
  }

  /**
   * Sets what architectures and resamples are drawn with.
   *
   * @param seed by default 0
   * @return this study
   */
  @CanIgnoreReturnValue
  public RankStudy<A> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets the seeds of the HyperNets that {@linkplain #seededPredictor seeded predictors} are asked
   * for.
   *
   * @param seeds at least one, all different; by default 0 alone
   * @return this study
   * @throws IllegalArgumentException if a seed is there twice, or there is none
   */
  @CanIgnoreReturnValue
  public RankStudy<A> hyperNetSeeds(long... seeds) {
    this.hyperNetSeeds = different("HyperNet seeds", seeds);
    return this;
  }

  private static ImmutableList<Long> different(String what, long... seeds) {
    ImmutableList<Long> given = ImmutableList.copyOf(Longs.asList(seeds));
    checkArgument(
        !given.isEmpty() && given.stream().distinct().count() == given.size(),
        "the %s are %s; give at least one, and each once",
        what,
        given);
    return given;
  }

  /**
   * Adds a predictor that is a function of the architecture.
   *
   * @param name tells it from others, in the result and the journal
   * @param function gives a finite number; it is asked once for each architecture, by the thread
   *     that runs the study
   * @param direction which numbers promise a better architecture
   * @return this study
   * @throws IllegalArgumentException if the name is taken, blank, or has control characters
   */
  @CanIgnoreReturnValue
  public RankStudy<A> predictor(
      String name, ToDoubleFunction<? super A> function, Direction direction) {
    return add(new Predictor<>(name, direction, false, seed -> function));
  }

  /**
   * Adds a predictor that is a measure of a score on all validation examples. Of one scorer several
   * may be added; each architecture is then scored once.
   *
   * @param name tells it from others, in the result and the journal
   * @param scorer scores architectures, by the thread that runs the study
   * @param measure for example {@code Evaluation::loss}; it gives a finite number
   * @param direction which numbers promise a better architecture, for error and loss the lower
   * @return this study
   * @throws IllegalArgumentException if the name is taken, blank, or has control characters
   */
  @CanIgnoreReturnValue
  public RankStudy<A> predictor(
      String name,
      Scorer<A> scorer,
      ToDoubleFunction<? super Evaluation> measure,
      Direction direction) {
    return predictor(name, scorings.measured(scorer, measure), direction);
  }

  /**
   * Adds a predictor that differs between HyperNet seeds.
   *
   * @param name tells it from others, in the result and the journal
   * @param functions gives the function of a HyperNet seed; it is asked once for each seed, unless
   *     all its predictions are in the journal
   * @param direction which numbers promise a better architecture
   * @return this study
   * @throws IllegalArgumentException if the name is taken, blank, or has control characters
   */
  @CanIgnoreReturnValue
  public RankStudy<A> seededPredictor(
      String name,
      LongFunction<? extends ToDoubleFunction<? super A>> functions,
      Direction direction) {
    return add(new Predictor<>(name, direction, true, functions));
  }

  /**
   * Adds a predictor that is a measure of the scores of a HyperNet for each seed. The scorers stay
   * the caller's, who closes them when the study has run. Of one scorer several measures may be
   * added; each architecture is then scored once.
   *
   * @param name tells it from others, in the result and the journal
   * @param scorers gives the scorer of a HyperNet seed; it is asked once for each seed, unless all
   *     its predictions are in the journal
   * @param measure for example {@code Evaluation::loss}; it gives a finite number
   * @param direction which numbers promise a better architecture, for error and loss the lower
   * @return this study
   * @throws IllegalArgumentException if the name is taken, blank, or has control characters
   */
  @CanIgnoreReturnValue
  public RankStudy<A> seededPredictor(
      String name,
      LongFunction<? extends Scorer<A>> scorers,
      ToDoubleFunction<? super Evaluation> measure,
      Direction direction) {
    return seededPredictor(
        name, seed -> scorings.measured(scorers.apply(seed), measure), direction);
  }

  /**
   * Adds the trained scalars of the derived network, "parameters", as a predictor: the more the
   * better.
   *
   * @return this study
   */
  @CanIgnoreReturnValue
  public RankStudy<A> parameters() {
    return predictor(
        "parameters",
        architecture -> space.derivedNetwork(architecture).parameters(),
        Direction.HIGHER_IS_BETTER);
  }

  /**
   * Adds the multiplications of the derived network for one example, "multiplyAdds", as a
   * predictor: the more the better.
   *
   * @return this study
   */
  @CanIgnoreReturnValue
  public RankStudy<A> multiplyAdds() {
    return predictor(
        "multiplyAdds",
        architecture -> space.derivedNetwork(architecture).multiplyAdds(),
        Direction.HIGHER_IS_BETTER);
  }

  /**
   * Adds an ensemble: the sum of the ranks that predictors give among all architectures of the
   * study. It is named "rankSum(first, second)", comes behind the predictors, and needs no journal.
   *
   * @param names at least two predictors, {@linkplain #seedMean means} or sums that were added
   *     before
   * @return this study
   * @throws IllegalArgumentException if there are fewer, one is there twice or was not added, or
   *     the same sum was
   */
  @CanIgnoreReturnValue
  public RankStudy<A> rankSum(String... names) {
    RankSum rankSum = new RankSum(ImmutableList.copyOf(names));
    checkArgument(
        names.length >= 2 && new HashSet<>(rankSum.members()).size() == names.length,
        "a rank sum is of %s; name at least two predictors, each once",
        rankSum.members());
    return add(rankSum);
  }

  /**
   * Adds an ensemble of HyperNets: the mean of a predictor over all their seeds. It is named
   * "seedMean(name)", comes behind the predictors, and needs no journal. As there is one such mean,
   * its intervals hold the spread of architectures, not that of seeds.
   *
   * @param name a predictor that was added before
   * @return this study
   * @throws IllegalArgumentException if it was not added, or the same mean was
   */
  @CanIgnoreReturnValue
  public RankStudy<A> seedMean(String name) {
    return add(new SeedMean(name));
  }

  @CanIgnoreReturnValue
  private RankStudy<A> add(Combination combination) {
    for (String member : combination.members()) {
      checkArgument(
          isTaken(member),
          "%s is of %s, which is no predictor of the study; add it before",
          combination.name(),
          member);
    }
    checkFree(combination.name());
    combinations.add(combination);
    return this;
  }

  @CanIgnoreReturnValue
  private RankStudy<A> add(Predictor<A> predictor) {
    String name = predictor.name();
    checkArgument(
        !name.isBlank()
            && !name.equals(StudyJournal.TRUTH)
            && name.chars().noneMatch(Character::isISOControl),
        "a predictor is named \"%s\"; name what it measures, in one line, and not as the truth",
        name);
    checkFree(name);
    predictors.add(predictor);
    return this;
  }

  private void checkFree(String name) {
    checkArgument(!isTaken(name), "predictor %s was already added; give each its own name", name);
  }

  private boolean isTaken(String name) {
    return predictors.stream().anyMatch(predictor -> predictor.name().equals(name))
        || combinations.stream().anyMatch(combination -> combination.name().equals(name));
  }

  /**
   * Sets among how many predicted best the best truth is looked for.
   *
   * @param cutoffs numbers from 1 to that of the architectures, each once; by default 1, 5 and 10
   * @return this study
   */
  @CanIgnoreReturnValue
  public RankStudy<A> regretAt(int... cutoffs) {
    statistics = new RankStatistics(cutoffs("regret", cutoffs), statistics.precisionAt());
    return this;
  }

  /**
   * Sets for how many best predictions and truth are compared.
   *
   * @param cutoffs numbers from 1 to that of the architectures, each once; by default 10
   * @return this study
   */
  @CanIgnoreReturnValue
  public RankStudy<A> precisionAt(int... cutoffs) {
    statistics = new RankStatistics(statistics.regretAt(), cutoffs("precision", cutoffs));
    return this;
  }

  private static ImmutableList<Integer> cutoffs(String what, int... cutoffs) {
    ImmutableList<Integer> given = ImmutableList.copyOf(Ints.asList(cutoffs));
    checkArgument(
        given.stream().allMatch(cutoff -> cutoff >= 1)
            && given.stream().distinct().count() == given.size(),
        "%s is asked for at %s; give numbers from 1, each once",
        what,
        given);
    return given;
  }

  /**
   * Sets the number of resamples that intervals are made of.
   *
   * @param resamples at least 100; by default 1,000
   * @return this study
   * @throws IllegalArgumentException if it is below
   */
  @CanIgnoreReturnValue
  public RankStudy<A> resamples(int resamples) {
    checkArgument(
        resamples >= 100, "resamples are %s; 95 % intervals need at least 100", resamples);
    this.resamples = resamples;
    return this;
  }

  /**
   * Keeps predictions and own trainings in a file of JSON lines, so that the study goes on after
   * any end: run the same study with the same file. Each is there before the next begins, so that a
   * kill costs at most the one at work; a line torn by a crash is found anew. Statistics are
   * computed anew, so that resamples, cutoffs and rank sums may change. One study at a time may use
   * a journal.
   *
   * @param file a journal of this study, or a file that is not there yet; folders on the way are
   *     made
   * @return this study
   */
  @CanIgnoreReturnValue
  public RankStudy<A> journal(Path file) {
    this.journal = Optional.of(file);
    return this;
  }

  /**
   * Runs the study to its end, on this thread.
   *
   * @return the result
   * @throws IllegalStateException if the truth or predictors are missing, or the architectures for
   *     own trainings
   * @throws IllegalArgumentException if there are fewer than 10 architectures, or one is not of the
   *     space; if a prediction or truth is not finite, which names both the predictor and the
   *     architecture; or if the journal is that of another study, which names what differs, and the
   *     file stays as it was
   * @throws java.io.UncheckedIOException if the journal cannot be read or written
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public RankStudyResult run() {
    checkState(truth != null, "the study has no truth; set one with truth()");
    checkState(!predictors.isEmpty(), "the study has no predictor; add one with predictor()");
    checkState(
        truth instanceof Truth.Known || architectures.isPresent() || draws > 0,
        "the study has no architectures; set them with architectures()");
    return new Execution<>(settings(checkNotNull(truth))).run();
  }

  private StudySettings<A> settings(Truth<A> truth) {
    return new StudySettings<>(
        space,
        truth,
        architectures,
        draws,
        seed,
        ImmutableList.copyOf(predictors),
        ImmutableList.copyOf(combinations),
        hyperNetSeeds,
        statistics,
        resamples,
        journal);
  }
}
