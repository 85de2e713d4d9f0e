package com.example.jenetics;

import com.google.common.collect.ImmutableList;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.tf.TensorFlow;

/** Lets Jenetics search the memory-bank space; some minutes on two cores. */
public final class SearchWithJenetics {
  private static final HyperNetArchitecture HYPERNET =
      new ConvolutionalHyperNet(7, 8, ImmutableList.of(4, 3));

  private SearchWithJenetics() {}

  static MemoryBankSpace space() {
    return MemoryBankSpace.builder()
        .input(8, 8, 1)
        .classes(Stripes.CLASSES)
        .blocks(1)
        .depth(4)
        .width(1)
        .maxBankChannels(16)
        .maxKernel(3)
        .maxDilation(1)
        .build();
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    Split stripes = Stripes.split(0);
    try (HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(space(), HYPERNET, 0)) {
      hyperNet.train(stripes.train(), TrainingOptions.hyperNet().epochs(40).build());

      SearchResult<MemoryBank> found =
          Search.over(hyperNet.space())
              .scoredBy(hyperNet.scorer(stripes))
              .strategy(new JeneticsStrategy<>(20, 8, 0.1))
              .run();
      System.out.printf(
          "%d trials; the best has error %.3f with generated weights%n",
          found.trials().size(), found.best().error());

      try (TrainableNetwork best = hyperNet.derive(found.best().architecture(), 0)) {
        best.train(stripes.train(), TrainingOptions.derived().epochs(20).build());
        System.out.printf(
            "its network %s, trained from scratch, has test error %.3f%n",
            best.network(), best.evaluate(stripes.test()).error());
      }
    }
  }
}
