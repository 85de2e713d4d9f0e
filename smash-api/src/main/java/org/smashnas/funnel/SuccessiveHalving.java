package org.smashnas.funnel;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.smashnas.data.Split;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.space.ArchitectureSpace;

/**
 * Trains architectures rung by rung (Jamieson and Talwalkar 2016, arXiv 1502.07943): all of them a
 * little, the better ones longer, the best to the end. Each has one training, which pauses at the
 * rungs: whoever gets to the end was trained exactly as alone. On a rung before the last they are
 * compared by the mean training loss of all their steps so far, which tells early who will be good
 * (Ru et al. 2021, arXiv 2006.04492); at the end, by their error on the validation examples.
 *
 * <p>It may be killed at any time and run again with the same folder: it then ends as if it had
 * never stopped. Not safe for use by several threads.
 *
 * <pre>{@code
 * ImmutableList<Contender<MemoryBank>> best = SuccessiveHalving.over(space)
 *     .networks(architecture -> TensorFlow.network(space.derivedNetwork(architecture), 0))
 *     .training(split, TrainingOptions.derived().epochs(20).build())
 *     .rungs(new Rung(9, 1.0 / 9), new Rung(3, 1.0 / 3), new Rung(1, 1))
 *     .folder(Path.of("halving"))
 *     .run(architectures);
 * }</pre>
 *
 * @param <A> the type of an architecture
 */
public final class SuccessiveHalving<A> {
  private final ArchitectureSpace<A> space;
  private @Nullable NetworkFactory<A> networks;
  private @Nullable Split examples;
  private @Nullable TrainingOptions training;
  private @Nullable Path folder;
  private ImmutableList<Rung> rungs = ImmutableList.of();

  private SuccessiveHalving(ArchitectureSpace<A> space) {
    this.space = space;
  }

  /**
   * Starts the description of a successive halving.
   *
   * @param space the space of the architectures
   * @param <A> the type of an architecture
   * @return one that still lacks the rest
   */
  public static <A> SuccessiveHalving<A> over(ArchitectureSpace<A> space) {
    return new SuccessiveHalving<>(space);
  }

  /**
   * Sets what makes the networks.
   *
   * @param networks is asked once for each architecture and rung
   * @return this
   */
  @CanIgnoreReturnValue
  public SuccessiveHalving<A> networks(NetworkFactory<A> networks) {
    this.networks = networks;
    return this;
  }

  /**
   * Sets the training.
   *
   * @param examples to train and, at the end, to validate on
   * @param training the whole training of each; checkpoints of its own are not needed and refused
   * @return this
   * @throws IllegalArgumentException if it has checkpoints
   */
  @CanIgnoreReturnValue
  public SuccessiveHalving<A> training(Split examples, TrainingOptions training) {
    checkArgument(
        training.checkpoints().isEmpty(),
        "the training has checkpoints in %s, which each of the networks would overwrite; leave"
            + " them out, the folder of the halving has them",
        training.checkpoints().map(there -> there.folder().toString()).orElse(""));
    this.examples = examples;
    this.training = training;
    return this;
  }

  /**
   * Sets where architectures are compared.
   *
   * @param rungs in order; the last one is the whole training
   * @return this
   * @throws IllegalArgumentException if parts do not grow to 1, or architectures get more
   */
  @CanIgnoreReturnValue
  public SuccessiveHalving<A> rungs(Rung... rungs) {
    return rungs(ImmutableList.copyOf(rungs));
  }

  /**
   * Sets where architectures are compared.
   *
   * @param rungs in order; the last one is the whole training
   * @return this
   * @throws IllegalArgumentException if parts do not grow to 1, or architectures get more
   */
  @CanIgnoreReturnValue
  public SuccessiveHalving<A> rungs(ImmutableList<Rung> rungs) {
    Rung.check(rungs);
    this.rungs = rungs;
    return this;
  }

  /**
   * Sets where results, paused trainings and trained networks are kept.
   *
   * @param folder of this halving alone, or one that is not there yet
   * @return this
   */
  @CanIgnoreReturnValue
  public SuccessiveHalving<A> folder(Path folder) {
    this.folder = folder;
    return this;
  }

  /**
   * Trains, on this thread.
   *
   * @param architectures the first of which enter, as many as the first rung has places; the most
   *     promising first, as equal losses keep this order
   * @return all that entered, those that were trained to the end first, the best of them first;
   *     then by how far they got
   * @throws IllegalStateException if something was not set, or all trainings of a rung diverge
   * @throws IllegalArgumentException if an architecture is not of the space, or is there twice; if
   *     there are none; or if the folder is that of another halving, which stays as it was
   * @throws java.io.UncheckedIOException if the folder cannot be read or written
   * @throws java.util.concurrent.CancellationException if the training is cancelled; it goes on
   *     when it is run again
   */
  public ImmutableList<Contender<A>> run(Collection<? extends A> architectures) {
    checkState(networks != null, "the halving has no networks; set what makes them");
    checkState(examples != null && training != null, "the halving has no training; set it");
    checkState(folder != null, "the halving has no folder; set one");
    checkState(!rungs.isEmpty(), "the halving has no rungs; set some");
    ImmutableList<A> entered =
        architectures.stream()
            .limit(rungs.get(0).architectures())
            .collect(ImmutableList.toImmutableList());
    check(entered);
    return new HalvingRun<>(
            space,
            new PartialTraining<>(
                checkNotNull(networks),
                checkNotNull(examples),
                checkNotNull(training),
                checkNotNull(folder)),
            rungs,
            entered)
        .run();
  }

  private void check(ImmutableList<A> entered) {
    checkArgument(!entered.isEmpty(), "there are no architectures to train; give some");
    Set<A> seen = new HashSet<>();
    for (A architecture : entered) {
      space.validate(architecture);
      checkArgument(
          seen.add(architecture),
          "architecture %s is to be trained twice; give it once",
          architecture);
    }
  }
}
