package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.random.RandomGenerator;

/** A run that proposes once. */
abstract class OneGeneration<A> implements SearchStrategy.Run<A> {
  private boolean proposed;

  abstract ImmutableList<Proposal<A>> generation(RandomGenerator random);

  @Override
  public final ImmutableList<Proposal<A>> propose(RandomGenerator random) {
    if (proposed) {
      return ImmutableList.of();
    }
    proposed = true;
    return generation(random);
  }

  @Override
  public final void record(Trial<A> trial) {}
}
