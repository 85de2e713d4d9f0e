package org.smashnas.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A published dataset: its training and its test examples, of the same shape and classes.
 *
 * @param train the training examples
 * @param test the test examples
 * @param normalization how raw values became the examples' values, if it is known
 */
public record TrainAndTest(Dataset train, Dataset test, Optional<Normalization> normalization) {
  public TrainAndTest {
    Split.checkSame("test", train, test);
    normalization.ifPresent(
        known ->
            checkArgument(
                known.mean().size() == train.shape().channels(),
                "normalization has %s channels, the examples %s; they must agree",
                known.mean().size(),
                train.shape()));
  }

  /**
   * Two parts whose values are as they came.
   *
   * @param train the training examples
   * @param test the test examples, of the same shape and classes
   */
  public TrainAndTest(Dataset train, Dataset test) {
    this(train, test, Optional.empty());
  }

  /**
   * Keeps the last training examples for validation, as the paper does.
   *
   * @param fraction how many of the training examples, above 0 and below 1, rounded down; 0.1 in
   *     the paper
   * @return three disjoint parts, as views
   * @throws IllegalArgumentException if a part would be empty
   */
  public Split holdOutLast(double fraction) {
    checkArgument(
        fraction > 0 && fraction < 1,
        "held-out fraction is %s; it must be above 0 and below 1",
        fraction);
    int all = train.size();
    int training = all - BigDecimal.valueOf(fraction).multiply(BigDecimal.valueOf(all)).intValue();
    checkArgument(
        training >= 1 && training < all,
        "holding out %s of %s examples leaves %s to train; each part needs at least 1",
        fraction,
        all,
        training);
    return new Split(
        train.head(training), train.subset(IntStream.range(training, all).toArray()), test);
  }

  /**
   * Trains on all training examples and validates on the test examples. What is chosen by them is
   * not an unseen network's test error any more.
   *
   * @return the parts; validation and test are the same
   */
  public Split validateOnTest() {
    return new Split(train, test, test);
  }
}
