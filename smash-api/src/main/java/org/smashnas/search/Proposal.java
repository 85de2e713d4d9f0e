package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalLong;

/**
 * An architecture that a strategy wants scored.
 *
 * @param architecture the architecture
 * @param fidelity the part of the validation examples to score it on, above 0 and at most 1
 * @param parent the number of the trial that it came from, if any
 * @param <A> the type of an architecture
 */
public record Proposal<A>(A architecture, double fidelity, OptionalLong parent) {
  public Proposal {
    checkArgument(
        fidelity > 0 && fidelity <= 1,
        "fidelity is %s; it must be above 0 and at most 1",
        fidelity);
  }

  /**
   * A proposal at full fidelity that came from no trial.
   *
   * @param architecture the architecture
   * @param <A> the type of an architecture
   * @return the proposal
   */
  public static <A> Proposal<A> of(A architecture) {
    return new Proposal<>(architecture, 1, OptionalLong.empty());
  }

  /**
   * A proposal at full fidelity.
   *
   * @param architecture the architecture
   * @param parent the trial that it came from
   * @param <A> the type of an architecture
   * @return the proposal
   */
  public static <A> Proposal<A> from(A architecture, Trial<A> parent) {
    return new Proposal<>(architecture, 1, OptionalLong.of(parent.number()));
  }
}
