package com.example.jenetics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.tf.TensorFlow;

class JeneticsTrainingTest {
  private static final double CHANCE = 0.75;

  @Test
  void jeneticsSearchesWithAHyperNet() {
    Split stripes = Stripes.split(0);
    HyperNetArchitecture small = new ConvolutionalHyperNet(5, 6, ImmutableList.of(2, 1));
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.hyperNet(SearchWithJenetics.space(), small, 0)) {
      hyperNet.train(stripes.train().head(400), TrainingOptions.hyperNet().epochs(6).build());
      SearchResult<MemoryBank> found =
          Search.over(hyperNet.space())
              .scoredBy(hyperNet.scorer(stripes))
              .strategy(new JeneticsStrategy<>(6, 3, 0.2))
              .run();
      assertThat(found.trials()).extracting("generation").contains(0L, 1L);
      assertThat(found.best().error()).isLessThan(CHANCE - 0.2);
    }
  }
}
