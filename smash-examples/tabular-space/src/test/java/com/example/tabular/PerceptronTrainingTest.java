package com.example.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.Strategies;
import org.smashnas.tf.TensorFlow;

class PerceptronTrainingTest {
  @Test
  void aPerceptronIsFoundAndTrained() {
    Split tumours = BreastCancer.split();
    PerceptronSpace space = new PerceptronSpace(BreastCancer.INPUTS, BreastCancer.CLASSES);
    HyperNetArchitecture small = new ConvolutionalHyperNet(5, 6, ImmutableList.of(2, 1));
    try (HyperNet<Perceptron> hyperNet = TensorFlow.hyperNet(space, small, 0)) {
      double first = hyperNet.train(tumours.train(), epochs(1, 0)).loss();
      double last = hyperNet.train(tumours.train(), epochs(9, 1)).loss();
      assertThat(last).isLessThan(0.7 * first);

      SearchResult<Perceptron> found =
          Search.over(space)
              .scoredBy(hyperNet.scorer(tumours))
              .strategy(Strategies.<Perceptron>random(6).then(Strategies.perturbBest(2, 0.3)))
              .run();
      assertThat(found.trials()).hasSize(8);
      assertThat(found.best().error()).isLessThan(0.15); // always "benign": 0.37

      try (TrainableNetwork best = hyperNet.derive(found.best().architecture(), 0)) {
        best.train(tumours.train(), TrainingOptions.derived().epochs(5).batchSize(20).build());
        assertThat(best.evaluate(tumours.test()).error()).isLessThan(0.12);
      }
    }
  }

  private static TrainingOptions epochs(int count, long seed) {
    return TrainingOptions.hyperNet().epochs(count).batchSize(20).seed(seed).build();
  }
}
