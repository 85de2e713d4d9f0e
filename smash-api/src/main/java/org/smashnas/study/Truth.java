package org.smashnas.study;

import com.google.common.collect.ImmutableList;

/** What a study ranks against. */
sealed interface Truth<A> {
  String name();

  /** A table. */
  record Known<A>(TruthTable<A> table) implements Truth<A> {
    @Override
    public String name() {
      return table.name();
    }
  }

  /** A training of each architecture with each seed. */
  record Trained<A>(String name, Training<A> training, ImmutableList<Long> seeds)
      implements Truth<A> {}
}
