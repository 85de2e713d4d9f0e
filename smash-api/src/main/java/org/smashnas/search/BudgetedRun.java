package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.random.RandomGenerator;

/** A run that proposes generations until its number of trials is used up. */
abstract class BudgetedRun<A> implements SearchStrategy.Run<A> {
  private int left;

  BudgetedRun(int trials) {
    this.left = trials;
  }

  /** Prepares a generation and says how many proposals it has, at least 1. */
  abstract int startGeneration();

  abstract Proposal<A> next(RandomGenerator random);

  @Override
  public final ImmutableList<Proposal<A>> propose(RandomGenerator random) {
    if (left == 0) {
      return ImmutableList.of();
    }
    int size = Math.min(left, startGeneration());
    left -= size;
    ImmutableList.Builder<Proposal<A>> generation = ImmutableList.builderWithExpectedSize(size);
    for (int index = 0; index < size; index++) {
      generation.add(next(random));
    }
    return generation.build();
  }
}
