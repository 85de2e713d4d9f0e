package com.example.cells;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.Strategies;
import org.smashnas.tf.TensorFlow;

class CellTrainingTest {
  private static final double CHANCE = 0.9;

  @Test
  void aCellIsFoundAndTrained() {
    Split digits = Digits.split();
    CellSpace space = new CellSpace(Digits.SHAPE, Digits.CLASSES, 4);
    HyperNetArchitecture small = new ConvolutionalHyperNet(5, 6, ImmutableList.of(2, 1));
    try (HyperNet<Cell> hyperNet = TensorFlow.hyperNet(space, small, 0)) {
      double first = hyperNet.train(digits.train(), epochs(1, 0)).loss();
      double last = hyperNet.train(digits.train(), epochs(9, 1)).loss();
      assertThat(last).isLessThan(0.8 * first);

      SearchResult<Cell> found =
          Search.over(space)
              .scoredBy(hyperNet.scorer(digits))
              .strategy(Strategies.<Cell>random(6).then(Strategies.perturbBest(2, 0.3)))
              .run();
      assertThat(found.trials()).hasSize(8);
      assertThat(found.best().error()).isLessThan(CHANCE - 0.2);

      try (TrainableNetwork best = hyperNet.derive(found.best().architecture(), 0)) {
        best.train(digits.train(), TrainingOptions.derived().epochs(3).build());
        assertThat(best.evaluate(digits.test()).error()).isLessThan(0.4);
      }
    }
  }

  private static TrainingOptions epochs(int count, long seed) {
    return TrainingOptions.hyperNet()
        .optimizer(new Optimizer.Adam(0.01, 0.5, 0.999, 1e-4))
        .epochs(count)
        .seed(seed)
        .build();
  }
}
