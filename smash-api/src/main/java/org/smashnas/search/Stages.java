package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.ArchitectureSpace;

/** The stages of a strategy, one after the other. What goes wrong in one is said with its place. */
final class Stages<A> {
  private final ArchitectureSpace<A> space;
  private final ImmutableList<SearchStrategy<A>> strategies;
  private final RandomStreams streams;
  private int stage;
  private long generation = -1;
  private SearchStrategy.@Nullable Run<A> run;

  Stages(ArchitectureSpace<A> space, SearchStrategy<A> strategy, long seed) {
    this.space = space;
    this.strategies = StagedStrategy.flat(strategy);
    this.streams = new RandomStreams(seed);
  }

  /** The next generation that is not empty, or none if all stages have ended. */
  ImmutableList<Entry<A>> propose(List<Trial<A>> trials) {
    while (stage < strategies.size()) {
      ImmutableList<Proposal<A>> proposals = proposeInStage(trials);
      if (!proposals.isEmpty()) {
        return entries(proposals, trials.size());
      }
      if (stage + 1 == strategies.size() && trials.isEmpty()) {
        throw new IllegalStateException(
            place() + "proposed nothing, nor did any before; let it propose an architecture");
      }
      stage++;
      generation = -1;
      run = null;
    }
    return ImmutableList.of();
  }

  private ImmutableList<Proposal<A>> proposeInStage(List<Trial<A>> trials) {
    generation++;
    return attempt(
        () -> {
          if (run == null) {
            run = strategies.get(stage).start(space, ImmutableList.copyOf(trials));
          }
          return run.propose(streams.stream("search stage " + stage, generation));
        });
  }

  private ImmutableList<Entry<A>> entries(ImmutableList<Proposal<A>> proposals, long first) {
    ImmutableList.Builder<Entry<A>> entries =
        ImmutableList.builderWithExpectedSize(proposals.size());
    for (int index = 0; index < proposals.size(); index++) {
      Proposal<A> proposal = proposals.get(index);
      checkArgument(
          proposal.parent().isEmpty()
              || (proposal.parent().getAsLong() >= 0 && proposal.parent().getAsLong() < first),
          "%sgave proposal %s the parent %s; a parent is one of the %s trials so far",
          place(),
          index,
          proposal.parent(),
          first);
      entries.add(new Entry<>(first + index, stage, generation, proposal));
    }
    return entries.build();
  }

  void record(Trial<A> trial) {
    if (run != null) {
      SearchStrategy.Run<A> current = run;
      attempt(
          () -> {
            current.record(trial);
            return trial;
          });
    }
  }

  /** Refuses an architecture that is not of the space. */
  void validate(Entry<A> entry) {
    try {
      space.validate(entry.proposal().architecture());
    } catch (RuntimeException wrong) {
      throw new IllegalArgumentException(
          place()
              + "proposed, for trial "
              + entry.number()
              + ", an architecture that is not of the space "
              + space.id()
              + ": "
              + wrong.getMessage()
              + "; mend the strategy, or search the space that it is for",
          wrong);
    }
  }

  private <T> T attempt(Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException failure) {
      throw new IllegalStateException(place() + "failed: " + failure, failure);
    }
  }

  private String place() {
    return "strategy of stage " + stage + ", in generation " + generation + ", ";
  }
}
