package org.smashnas.tf;

import java.util.ArrayList;
import java.util.List;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingStep;

/** Training on all examples in every step, so that a working step lowers the loss. */
final class FixedBatchTraining {
  private FixedBatchTraining() {}

  /** The loss before each step. */
  static List<Double> losses(TrainableNetwork network, Dataset examples, int steps) {
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            losses.add(step.loss());
          }
        };
    network.train(
        examples,
        TrainingOptions.derived()
            .optimizer(new Optimizer.Nesterov(0.05, 0.9))
            .batchSize(examples.size())
            .epochs(steps)
            .listener(listener)
            .build());
    return losses;
  }
}
