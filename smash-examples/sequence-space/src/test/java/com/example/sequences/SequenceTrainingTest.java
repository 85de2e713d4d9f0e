package com.example.sequences;

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

class SequenceTrainingTest {
  private static final double CHANCE = 0.75;

  @Test
  void aNetworkIsFoundAndTrained() {
    Split waves = Waves.split(0);
    SequenceSpace space = new SequenceSpace(Waves.LENGTH, 1, Waves.CLASSES);
    HyperNetArchitecture small = new ConvolutionalHyperNet(5, 6, ImmutableList.of(2, 1));
    try (HyperNet<SequenceNetwork> hyperNet = TensorFlow.hyperNet(space, small, 0)) {
      double first = hyperNet.train(waves.train(), epochs(1, 0)).loss();
      double last = hyperNet.train(waves.train(), epochs(9, 1)).loss();
      assertThat(last).isLessThan(0.9 * first);

      SearchResult<SequenceNetwork> found =
          Search.over(space)
              .scoredBy(hyperNet.scorer(waves))
              .strategy(Strategies.<SequenceNetwork>random(6).then(Strategies.perturbBest(2, 0.3)))
              .run();
      assertThat(found.trials()).hasSize(8);
      assertThat(found.best().error()).isLessThan(CHANCE - 0.2);

      try (TrainableNetwork best = hyperNet.derive(found.best().architecture(), 0)) {
        best.train(waves.train(), TrainingOptions.derived().epochs(5).build());
        assertThat(best.evaluate(waves.test()).error()).isLessThan(CHANCE - 0.2);
      }
    }
  }

  private static TrainingOptions epochs(int count, long seed) {
    return TrainingOptions.hyperNet().epochs(count).seed(seed).build();
  }
}
