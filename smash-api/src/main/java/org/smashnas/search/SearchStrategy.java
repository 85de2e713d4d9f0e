package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * How a search chooses what to score. A strategy is a value; {@link #start} gives the state of one
 * search. It is a deterministic fold over the trials: what a run proposes depends on the trials
 * recorded, their order, and the generator handed in, on nothing else. Strategies are safe for use
 * by several threads, runs are not.
 *
 * @param <A> the type of an architecture
 */
@FunctionalInterface
public interface SearchStrategy<A> {

  /**
   * Starts a search.
   *
   * @param space the space searched
   * @param earlier the trials of the stages before, in order; empty for a first stage
   * @return the state of the search
   */
  Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier);

  /**
   * The state of one search. The search calls {@link #propose}, scores the generation, calls {@link
   * #record} once for each proposal in the order proposed, and starts over.
   *
   * @param <A> the type of an architecture
   */
  interface Run<A> {
    /**
     * Proposes the next generation.
     *
     * @param random of this generation; keep no reference to it
     * @return the proposals, empty to end
     */
    ImmutableList<Proposal<A>> propose(RandomGenerator random);

    /**
     * Takes note of a scored proposal.
     *
     * @param trial the trial
     */
    void record(Trial<A> trial);
  }

  /**
   * This strategy, then another one, which knows all trials so far.
   *
   * @param next what follows when this one proposes nothing more
   * @return the composed strategy
   */
  default SearchStrategy<A> then(SearchStrategy<A> next) {
    return new StagedStrategy<>(StagedStrategy.stages(this, next));
  }
}
