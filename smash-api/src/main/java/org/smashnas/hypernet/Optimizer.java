package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

/** How weights follow gradients. The learning rate is what a {@link Schedule} starts from. */
public sealed interface Optimizer {

  /**
   * The full learning rate.
   *
   * @return above 0
   */
  double learningRate();

  /**
   * Adam (Kingma and Ba 2015).
   *
   * @param learningRate above 0
   * @param beta1 decay of the mean of gradients, from 0 to below 1
   * @param beta2 decay of the mean of squared gradients, from 0 to below 1
   * @param epsilon added to the root of the latter, above 0
   */
  record Adam(double learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {
    public Adam {
      checkLearningRate(learningRate);
      checkArgument(
          beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1,
          "Adam has beta1 %s and beta2 %s; both must be from 0 to below 1",
          beta1,
          beta2);
      checkArgument(epsilon > 0, "Adam has epsilon %s; it must be above 0", epsilon);
    }

    /**
     * The settings of Kingma and Ba (2014, arXiv 1412.6980).
     *
     * @return learning rate 1e-3, β 0.9 and 0.999, ε 1e-8
     */
    public static Adam standard() {
      return new Adam(1e-3, 0.9, 0.999, 1e-8);
    }

    /**
     * The paper's settings for the HyperNet. Most of the HyperNet's gradients are far below its ε,
     * so it hardly adapts.
     *
     * @return learning rate 1e-3, β 0.5 and 0.999, ε 1e-4
     */
    public static Adam paper() {
      return new Adam(1e-3, 0.5, 0.999, 1e-4);
    }
  }

  /**
   * Stochastic gradient descent with Nesterov's momentum.
   *
   * @param learningRate above 0
   * @param momentum from 0 to below 1
   */
  record Nesterov(double learningRate, double momentum) implements Optimizer {
    public Nesterov {
      checkLearningRate(learningRate);
      checkArgument(
          momentum >= 0 && momentum < 1,
          "Nesterov has momentum %s; it must be from 0 to below 1",
          momentum);
    }

    /**
     * The paper's settings for derived networks.
     *
     * @return learning rate 0.1, momentum 0.9
     */
    public static Nesterov paper() {
      return new Nesterov(0.1, 0.9);
    }
  }

  private static void checkLearningRate(double learningRate) {
    checkArgument(
        learningRate > 0 && Double.isFinite(learningRate),
        "learning rate is %s; it must be above 0",
        learningRate);
  }
}
