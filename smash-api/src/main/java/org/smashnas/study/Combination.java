package org.smashnas.study;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** A predictor that is made of others' predictions for the architectures of a study. */
sealed interface Combination permits RankSum, SeedMean {

  /** What it is called in the result. */
  String name();

  /** Names of predictors, or of combinations that come before. */
  ImmutableList<String> members();

  /**
   * Combines.
   *
   * @param predictions of each member, for each seed or once, for each architecture
   * @return for each seed, or once; for each architecture
   */
  double[][] combine(List<double[][]> predictions);
}
