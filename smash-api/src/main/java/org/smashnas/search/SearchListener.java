package org.smashnas.search;

/**
 * Is told of each trial as it is recorded, in order, on the thread that runs the search; a search
 * that is resumed tells of the trials in its journal as well. A listener that throws ends the
 * search.
 *
 * @param <A> the type of an architecture
 */
@FunctionalInterface
public interface SearchListener<A> {
  /**
   * A trial was recorded.
   *
   * @param trial the trial
   */
  void onTrial(Trial<A> trial);
}
