package org.smashnas.search;

import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.smashnas.space.ArchitectureSpace;

/**
 * Successive halving (Karnin, Koren and Somekh 2013; Jamieson and Talwalkar 2016, <a
 * href="https://arxiv.org/abs/1502.07943">arXiv 1502.07943</a>): each generation that another
 * strategy proposes is a race. All its architectures are scored on a small part of the validation
 * examples, the best of them on a larger part, and so on, and only the last survivors on all: with
 * factor 3 and 4 rungs 1/27, 1/9, 1/3 and all of the examples, so that 27 architectures cost 4 full
 * scores.
 *
 * <p>Failed trials drop out, infeasible ones unless all are. When the race has ended, the other
 * strategy is told of each of its proposals by the last trial of that architecture: most have a
 * partial score. The strategies of {@link Strategies} learn from full scores only.
 *
 * @param candidates who proposes the candidates
 * @param factor one in so many survives a rung, rounded up; so much larger is the next part of the
 *     examples; at least 2
 * @param rungs how often a winner is scored, at least 2
 * @param <A> the type of an architecture
 * @see Strategies#halving
 */
public record Halving<A>(SearchStrategy<A> candidates, int factor, int rungs)
    implements SearchStrategy<A> {
  public Halving {
    Settings settings = new Settings("halving");
    settings.checkAtLeast(2, "factor", factor);
    settings.checkAtLeast(2, "rungs", rungs);
  }

  /**
   * This strategy with another factor.
   *
   * @param of the examples from rung to rung, and of the architectures the other way; at least 2
   * @return the changed strategy
   */
  public Halving<A> factor(int of) {
    return new Halving<>(candidates, of, rungs);
  }

  /**
   * This strategy with another number of rungs.
   *
   * @param scores of a winner, at least 2
   * @return the changed strategy
   */
  public Halving<A> rungs(int scores) {
    return new Halving<>(candidates, factor, scores);
  }

  @Override
  public Run<A> start(ArchitectureSpace<A> space, List<Trial<A>> earlier) {
    return new Races(candidates.start(space, earlier));
  }

  private final class Races implements Run<A> {
    private final Run<A> proposer;
    private ImmutableList<Proposal<A>> entries = ImmutableList.of();
    private final Map<A, Trial<A>> last = new HashMap<>();
    private final List<Trial<A>> scored = new ArrayList<>();
    private int rung = rungs - 1;

    Races(Run<A> proposer) {
      this.proposer = proposer;
    }

    @Override
    public ImmutableList<Proposal<A>> propose(RandomGenerator random) {
      ImmutableList<Proposal<A>> racers = rung < rungs - 1 ? survivors() : ImmutableList.of();
      scored.clear();
      if (!racers.isEmpty()) {
        rung++;
        return racers;
      }
      endRace();
      entries = proposer.propose(random);
      rung = 0;
      return entries.stream()
          .filter(distinct())
          .map(entry -> at(0, entry))
          .collect(ImmutableList.toImmutableList());
    }

    private Predicate<Proposal<A>> distinct() {
      Set<A> seen = new HashSet<>();
      return entry -> seen.add(entry.architecture());
    }

    private ImmutableList<Proposal<A>> survivors() {
      int places = (scored.size() + factor - 1) / factor;
      return Trials.eligible(scored)
          .sorted(Trials.bestFirst())
          .limit(places)
          .map(trial -> at(rung + 1, trial.proposal()))
          .collect(ImmutableList.toImmutableList());
    }

    private Proposal<A> at(int rung, Proposal<A> entry) {
      double fidelity = Math.pow(factor, rung + 1.0 - rungs);
      return new Proposal<>(entry.architecture(), fidelity, entry.parent());
    }

    private void endRace() {
      entries.forEach(entry -> proposer.record(checkNotNull(last.get(entry.architecture()))));
      last.clear();
    }

    @Override
    public void record(Trial<A> trial) {
      scored.add(trial);
      last.put(trial.architecture(), trial);
    }
  }
}
