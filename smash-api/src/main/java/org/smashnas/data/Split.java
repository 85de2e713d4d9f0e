package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Three disjoint parts of a task's data: one to train with, one to choose by, one to report on.
 *
 * @param train trains the weights
 * @param validation scores architectures
 * @param test is looked at once, at the end
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
  public Split {
    checkSame("validation", train, validation);
    checkSame("test", train, test);
  }

  static void checkSame(String part, Dataset train, Dataset other) {
    checkArgument(
        other.shape().equals(train.shape()) && other.classes() == train.classes(),
        "%s part has shape %s and %s classes, the training part %s and %s; they must agree",
        part,
        other.shape(),
        other.classes(),
        train.shape(),
        train.classes());
  }
}
