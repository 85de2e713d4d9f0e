package org.smashnas.search;

import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.network.Network;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.ArchitectureSpace;

/**
 * A search over a space. Scoring is done by any {@link Scorer}, choosing by any {@link
 * SearchStrategy}; an architecture is never scored twice at one fidelity. Equal seeds and scores
 * give equal results. Not safe for use by several threads.
 *
 * <pre>{@code
 * SearchResult<MemoryBank> result = Search.over(space)
 *     .scoredBy(hyperNet.scorer(data))
 *     .strategy(Strategies.<MemoryBank>random(500)
 *         .then(Strategies.perturbBest(100, 0.05))
 *         .then(Strategies.markovWalk(100, 0.05)))
 *     .run();
 * }</pre>
 *
 * @param <A> the type of an architecture
 */
public final class Search<A> {
  private final ArchitectureSpace<A> space;
  private @Nullable Scorer<A> scorer;
  private @Nullable SearchStrategy<A> strategy;
  private final List<SearchListener<A>> listeners = new ArrayList<>();
  private long seed;

  private Search(ArchitectureSpace<A> space) {
    this.space = space;
  }

  /**
   * Starts the description of a search.
   *
   * @param space the space to search
   * @param <A> the type of an architecture
   * @return a search without scorer and strategy
   */
  public static <A> Search<A> over(ArchitectureSpace<A> space) {
    return new Search<>(space);
  }

  /**
   * Sets who scores.
   *
   * @param scorer the scorer
   * @return this search
   * @throws IllegalStateException if it was set before
   */
  @CanIgnoreReturnValue
  public Search<A> scoredBy(Scorer<A> scorer) {
    checkState(this.scorer == null, "the scorer was already set; a search has one");
    this.scorer = scorer;
    return this;
  }

  /**
   * Sets who chooses.
   *
   * @param strategy the strategy
   * @return this search
   * @throws IllegalStateException if it was set before
   */
  @CanIgnoreReturnValue
  public Search<A> strategy(SearchStrategy<A> strategy) {
    checkState(this.strategy == null, "the strategy was already set; join strategies with then()");
    this.strategy = strategy;
    return this;
  }

  /**
   * Sets where random choices come from.
   *
   * @param seed by default 0
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Adds somebody to be told of each trial.
   *
   * @param listener the listener
   * @return this search
   */
  @CanIgnoreReturnValue
  public Search<A> listener(SearchListener<A> listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Runs the search to its end, on this thread.
   *
   * @return all trials
   * @throws IllegalStateException if scorer or strategy is missing
   * @throws IllegalArgumentException if the strategy proposes an architecture that is not of the
   *     space
   */
  public SearchResult<A> run() {
    checkState(scorer != null, "the search has no scorer; set one with scoredBy()");
    checkState(strategy != null, "the search has no strategy; set one with strategy()");
    return new Execution(checkNotNull(scorer)).run(StagedStrategy.flat(checkNotNull(strategy)));
  }

  /** One run: its trials, what was scored, and the ensemble so far. */
  private final class Execution {
    private final Scorer<A> scorer;
    private final RandomStreams streams = new RandomStreams(seed);
    private final List<Trial<A>> trials = new ArrayList<>();
    private final Map<ScoredKey, Trial<A>> scored = new HashMap<>();
    private final Ensemble ensemble = new Ensemble();

    Execution(Scorer<A> scorer) {
      this.scorer = scorer;
    }

    SearchResult<A> run(ImmutableList<SearchStrategy<A>> stages) {
      for (int stage = 0; stage < stages.size(); stage++) {
        runStage(stage, stages.get(stage).start(space, ImmutableList.copyOf(trials)));
      }
      return new SearchResult<>(ImmutableList.copyOf(trials));
    }

    private void runStage(int stage, SearchStrategy.Run<A> run) {
      for (long generation = 0; ; generation++) {
        RandomGenerator random = streams.stream("search stage " + stage, generation);
        ImmutableList<Proposal<A>> proposals = run.propose(random);
        if (proposals.isEmpty()) {
          return;
        }
        for (Proposal<A> proposal : proposals) {
          Trial<A> trial = trial(stage, generation, proposal);
          trials.add(trial);
          run.record(trial);
          listeners.forEach(listener -> listener.onTrial(trial));
        }
      }
    }

    private Trial<A> trial(int stage, long generation, Proposal<A> proposal) {
      space.validate(proposal.architecture());
      ScoredKey key = new ScoredKey(space.hash(proposal.architecture()), proposal.fidelity());
      Trial<A> earlier = scored.get(key);
      Trial<A> trial =
          earlier == null
              ? score(stage, generation, proposal)
              : new Trial<>(
                  trials.size(),
                  stage,
                  generation,
                  proposal,
                  earlier.evaluation(),
                  earlier.ensembleError(),
                  earlier.parameters(),
                  earlier.multiplyAdds(),
                  true,
                  earlier.gradients());
      scored.putIfAbsent(key, trial);
      return trial;
    }

    private Trial<A> score(int stage, long generation, Proposal<A> proposal) {
      Score score = scorer.score(proposal.architecture(), proposal.fidelity());
      OptionalDouble ensembleError =
          proposal.fidelity() == 1 && score.predictions().isPresent()
              ? OptionalDouble.of(ensemble.add(score.predictions().get()))
              : OptionalDouble.empty();
      Network derived = space.derivedNetwork(proposal.architecture());
      return new Trial<>(
          trials.size(),
          stage,
          generation,
          proposal,
          score.evaluation(),
          ensembleError,
          derived.parameters(),
          derived.multiplyAdds(),
          false,
          score.gradients());
    }
  }

  private record ScoredKey(String hash, double fidelity) {}
}
