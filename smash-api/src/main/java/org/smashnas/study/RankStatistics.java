package org.smashnas.study;

import com.google.common.collect.ImmutableList;

/**
 * Which statistics a study computes.
 *
 * @param regretAt the numbers of predicted best among which the best truth is looked for
 * @param precisionAt the numbers of best that predictions and truth are compared for
 */
record RankStatistics(ImmutableList<Integer> regretAt, ImmutableList<Integer> precisionAt) {
  static final RankStatistics DEFAULT =
      new RankStatistics(ImmutableList.of(1, 5, 10), ImmutableList.of(10));

  /** The names in the order of {@link Agreement#of}. */
  ImmutableList<String> names() {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    names.add("kendallTau", "kendallTauBetterHalf", "kendallTauBest30", "spearman");
    regretAt.forEach(k -> names.add("regretAt" + k));
    precisionAt.forEach(k -> names.add("precisionAt" + k));
    return names.add("partialSpearman").build();
  }

  int largestCutoff() {
    return Math.max(
        regretAt.stream().mapToInt(Integer::intValue).max().orElse(1),
        precisionAt.stream().mapToInt(Integer::intValue).max().orElse(1));
  }
}
