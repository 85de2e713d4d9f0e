package org.smashnas.search;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.ArchitectureSpace;

/** Drives a strategy without a search, so that each trial can be whatever a test wants. */
final class StrategyDriver<A> {
  /** Makes the trial of a proposal. */
  @FunctionalInterface
  interface Trier<A> {
    Trial<A> trial(long number, Proposal<A> proposal);
  }

  private final ArchitectureSpace<A> space;
  private final Trier<A> trier;

  StrategyDriver(ArchitectureSpace<A> space, Trier<A> trier) {
    this.space = space;
    this.trier = trier;
  }

  static <A> Trial<A> scored(long number, Proposal<A> proposal, double error) {
    return feasible(number, proposal, List.of(error));
  }

  static <A> Trial<A> feasible(long number, Proposal<A> proposal, List<Double> objectives) {
    return trial(number, proposal, objectives, 0, Optional.empty());
  }

  static <A> Trial<A> infeasible(
      long number, Proposal<A> proposal, List<Double> objectives, double violation) {
    return trial(number, proposal, objectives, violation, Optional.empty());
  }

  static <A> Trial<A> failed(long number, Proposal<A> proposal) {
    return trial(number, proposal, List.of(Double.NaN), 0, Optional.of("it failed"));
  }

  private static <A> Trial<A> trial(
      long number,
      Proposal<A> proposal,
      List<Double> objectives,
      double violation,
      Optional<String> failure) {
    double error = objectives.get(0);
    return new Trial<>(
        number,
        0,
        0,
        proposal,
        new Evaluation(error, error, error),
        OptionalDouble.empty(),
        1,
        1,
        false,
        Optional.empty(),
        ImmutableList.copyOf(objectives),
        violation,
        failure);
  }

  ImmutableList<Trial<A>> run(SearchStrategy<A> strategy, long seed) {
    return run(strategy, List.of(), seed, Integer.MAX_VALUE);
  }

  /** The trials after some earlier ones, of the generations until there are so many. */
  ImmutableList<Trial<A>> run(
      SearchStrategy<A> strategy, List<Trial<A>> earlier, long seed, int limit) {
    SearchStrategy.Run<A> run = strategy.start(space, earlier);
    RandomStreams streams = new RandomStreams(seed);
    List<Trial<A>> trials = new ArrayList<>();
    for (long generation = 0; ; generation++) {
      ImmutableList<Proposal<A>> proposals = run.propose(streams.stream("test", generation));
      if (proposals.isEmpty() || trials.size() >= limit) {
        return ImmutableList.copyOf(trials);
      }
      for (Proposal<A> proposal : proposals) {
        Trial<A> trial = trier.trial(earlier.size() + trials.size(), proposal);
        trials.add(trial);
        run.record(trial);
      }
    }
  }
}
