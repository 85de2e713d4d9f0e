package org.smashnas.tf;

import java.util.Arrays;
import java.util.Optional;
import org.smashnas.network.WeightShape;

/**
 * The variables that keep running moments: mean and variance of each channel, by a norm's name for
 * them.
 */
record RunningMoments(Variable mean, Variable variance) {
  /** What a batch's moments weigh against the running ones. */
  static final float NEW_SHARE = 0.1f;

  private static final String MEAN = "moments/mean/";
  private static final String VARIANCE = "moments/variance/";

  static boolean exist(Variables variables, String name) {
    return variables.contains(meanOf(name));
  }

  /** The name of the variable of a norm's means. */
  static String meanOf(String name) {
    return MEAN + name;
  }

  /** The name of the variable of a norm's variances. */
  static String varianceOf(String name) {
    return VARIANCE + name;
  }

  /** Whose moments a variable keeps the mean of; empty if it keeps something else. */
  static Optional<String> nameOfMean(String variable) {
    return variable.startsWith(MEAN)
        ? Optional.of(variable.substring(MEAN.length()))
        : Optional.empty();
  }

  /** Makes the variables of a norm that has seen nothing: mean 0, variance 1. */
  static RunningMoments create(Variables variables, String name, WeightShape shape) {
    float[] ones = new float[shape.size()];
    Arrays.fill(ones, 1f);
    return new RunningMoments(
        variables.create(meanOf(name), shape, new float[shape.size()]),
        variables.create(varianceOf(name), shape, ones));
  }

  static RunningMoments of(Variables variables, String name) {
    return new RunningMoments(variables.get(meanOf(name)), variables.get(varianceOf(name)));
  }
}
