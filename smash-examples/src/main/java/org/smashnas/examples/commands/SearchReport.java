package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.OptionalDouble;
import org.smashnas.json.StrictJson;
import org.smashnas.search.Trial;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;

/**
 * What a search found, as RUN/search.json has it.
 *
 * @param version of this format
 * @param seed of the search
 * @param probability of each element to change in a perturbation
 * @param objectives what was minimised, by the words of the option; the first orders the trials
 * @param paretoFront the ranks of the best compromises: no other architecture equals or betters one
 *     in all objectives and betters it in one
 * @param trials one for each architecture, the best first
 */
record SearchReport(
    int version,
    long seed,
    double probability,
    ImmutableList<String> objectives,
    ImmutableList<Integer> paretoFront,
    ImmutableList<Ranked> trials) {
  static final int VERSION = 2;

  SearchReport {
    for (int rank = 0; rank < trials.size(); rank++) {
      checkArgument(
          trials.get(rank).rank() == rank,
          "trial %s has rank %s; trials are sorted by rank, from 0",
          rank,
          trials.get(rank).rank());
    }
  }

  /**
   * One architecture. Errors are fractions from 0 to 1, on the validation examples and with
   * generated weights.
   *
   * @param rank its place, 0 for the best
   * @param number when it was scored, 0 for the first
   * @param stage which part of the search proposed it, by the name of its option: random, markov
   * @param error of the architecture
   * @param topFiveError of the architecture
   * @param loss of the architecture, in nats
   * @param ensembleError of all architectures scored up to it together
   * @param parameters trained scalars of the derived network
   * @param multiplyAdds of the derived network for one example
   * @param architecture the architecture, as its space writes it
   */
  record Ranked(
      int rank,
      long number,
      String stage,
      double error,
      double topFiveError,
      double loss,
      OptionalDouble ensembleError,
      long parameters,
      long multiplyAdds,
      JsonNode architecture) {
    private static final StrictJson JSON = StrictJson.create();

    static <A> Ranked of(int rank, String stage, Trial<A> trial, ArchitectureCodec<A> codec) {
      return new Ranked(
          rank,
          trial.number(),
          stage,
          trial.error(),
          trial.evaluation().topFiveError(),
          trial.evaluation().loss(),
          trial.ensembleError(),
          trial.parameters(),
          trial.multiplyAdds(),
          JSON.read(codec.toJson(trial.architecture()), JsonNode.class, "architecture"));
    }

    /** The architecture, if it is one of this space. */
    <A> A architectureOf(ArchitectureSpace<A> space) {
      A read = space.codec().fromJson(architecture.toString());
      space.validate(read);
      return read;
    }
  }
}
