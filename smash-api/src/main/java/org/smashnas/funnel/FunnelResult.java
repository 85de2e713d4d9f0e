package org.smashnas.funnel;

import com.google.common.collect.ImmutableList;
import org.smashnas.search.SearchResult;

/**
 * What a funnel found. Immutable and safe for use by several threads.
 *
 * @param plan what it did
 * @param candidates all that was drawn, with its scores, if it was scored
 * @param contenders what was trained; those trained to the end first, the best of them first
 * @param <A> the type of an architecture
 */
public record FunnelResult<A>(
    FunnelPlan plan, SearchResult<A> candidates, ImmutableList<Contender<A>> contenders) {

  /**
   * The architecture whose trained network has the smallest error on the validation examples.
   *
   * @return the first contender; its network is in a file
   */
  public Contender<A> best() {
    return contenders.get(0);
  }
}
