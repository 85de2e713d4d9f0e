package org.smashnas.search;

import static com.google.common.base.Preconditions.checkArgument;

/** Checks the settings of a strategy. */
record Settings(String strategy) {
  void checkTrials(int trials) {
    checkArgument(
        trials >= 1, "%s is to score %s architectures; it must be at least 1", strategy, trials);
  }

  void checkProbability(double probability) {
    checkArgument(
        probability > 0 && probability <= 1,
        "%s has perturbation probability %s; it must be above 0 and at most 1",
        strategy,
        probability);
  }

  void checkAtLeastOne(String name, int value) {
    checkAtLeast(1, name, value);
  }

  void checkAtLeast(int least, String name, int value) {
    checkArgument(
        value >= least, "%s has %s %s; it must be at least %s", strategy, name, value, least);
  }
}
