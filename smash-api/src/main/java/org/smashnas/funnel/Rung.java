package org.smashnas.funnel;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * A part of the training, after which architectures are compared.
 *
 * @param architectures how many get here, at least 1
 * @param part of the training's steps, above 0; 1 is its end
 */
public record Rung(int architectures, double part) {
  public Rung {
    checkArgument(
        architectures >= 1, "a rung has %s architectures; it must be at least 1", architectures);
    checkArgument(
        part > 0 && part <= 1,
        "a rung ends after %s of the training; it must be above 0 and at most 1",
        part);
  }

  /** The step to pause at; at least one is taken. */
  long steps(long all) {
    return Math.max(1, Math.round(part * all));
  }

  static void check(ImmutableList<Rung> rungs) {
    checkArgument(!rungs.isEmpty(), "there are no rungs; the last one is the whole training");
    for (int index = 1; index < rungs.size(); index++) {
      Rung earlier = rungs.get(index - 1);
      Rung rung = rungs.get(index);
      checkArgument(
          rung.part() > earlier.part() && rung.architectures() <= earlier.architectures(),
          "rung %s follows %s; the part of the training must grow, and the architectures must not",
          rung,
          earlier);
    }
    double end = rungs.get(rungs.size() - 1).part();
    checkArgument(
        end == 1, "the last rung ends after %s of the training; it must be all of it, 1", end);
  }
}
