package com.example.sequences;

import com.google.common.collect.ImmutableList;
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

/** Searches a network that hears which instrument plays; some minutes on two cores. */
public final class SearchSequenceNetworks {
  private static final HyperNetArchitecture HYPERNET =
      new ConvolutionalHyperNet(7, 8, ImmutableList.of(4, 3));

  private SearchSequenceNetworks() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    Split waves = Waves.split(0);
    SequenceSpace space = new SequenceSpace(Waves.LENGTH, 1, Waves.CLASSES);
    try (HyperNet<SequenceNetwork> hyperNet = TensorFlow.hyperNet(space, HYPERNET, 0)) {
      hyperNet.train(waves.train(), TrainingOptions.hyperNet().epochs(60).build());

      SearchResult<SequenceNetwork> found =
          Search.over(space)
              .scoredBy(hyperNet.scorer(waves))
              .strategy(
                  Strategies.<SequenceNetwork>random(100).then(Strategies.perturbBest(50, 0.1)))
              .run();
      System.out.printf(
          "%s has error %.3f with generated weights%n",
          found.best().architecture(), found.best().error());

      try (TrainableNetwork best = hyperNet.derive(found.best().architecture(), 0)) {
        best.train(waves.train(), TrainingOptions.derived().epochs(30).build());
        System.out.printf(
            "its network %s, trained from scratch, has test error %.3f%n",
            best.network(), best.evaluate(waves.test()).error());
      }
    }
  }
}
