package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * Strategies one after the other; {@link Search} runs the stages themselves, so that trials name
 * theirs.
 */
record StagedStrategy<A>(ImmutableList<SearchStrategy<A>> stages) implements SearchStrategy<A> {

  static <A> ImmutableList<SearchStrategy<A>> stages(
      SearchStrategy<A> first, SearchStrategy<A> second) {
    return ImmutableList.<SearchStrategy<A>>builder()
        .addAll(flat(first))
        .addAll(flat(second))
        .build();
  }

  static <A> ImmutableList<SearchStrategy<A>> flat(SearchStrategy<A> strategy) {
    return strategy instanceof StagedStrategy<A> staged
        ? staged.stages()
        : ImmutableList.of(strategy);
  }

  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new StagedRun<>(stages, space, earlier);
  }

  /** The stages behind one run, for users who drive a strategy themselves. */
  private static final class StagedRun<A> implements Run<A> {
    private final ImmutableList<SearchStrategy<A>> stages;
    private final ArchitectureSpace<A> space;
    private final List<Trial<A>> trials;
    private Run<A> current;
    private int stage;

    StagedRun(
        ImmutableList<SearchStrategy<A>> stages,
        ArchitectureSpace<A> space,
        List<Trial<A>> earlier) {
      this.stages = stages;
      this.space = space;
      this.trials = new ArrayList<>(earlier);
      this.current = stages.get(0).start(space, ImmutableList.copyOf(trials));
    }

    @Override
    public ImmutableList<Proposal<A>> propose(RandomGenerator random) {
      ImmutableList<Proposal<A>> proposals = current.propose(random);
      while (proposals.isEmpty() && stage + 1 < stages.size()) {
        stage++;
        current = stages.get(stage).start(space, ImmutableList.copyOf(trials));
        proposals = current.propose(random);
      }
      return proposals;
    }

    @Override
    public void record(Trial<A> trial) {
      trials.add(trial);
      current.record(trial);
    }
  }
}
