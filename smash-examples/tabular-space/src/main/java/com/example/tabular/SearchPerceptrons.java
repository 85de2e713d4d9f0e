package com.example.tabular;

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

/** Searches a perceptron that tells malign from benign tumours; a minute on two cores. */
public final class SearchPerceptrons {
  private static final HyperNetArchitecture HYPERNET =
      new ConvolutionalHyperNet(7, 8, ImmutableList.of(4, 3));

  private SearchPerceptrons() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    Split tumours = BreastCancer.split();
    PerceptronSpace space = new PerceptronSpace(BreastCancer.INPUTS, BreastCancer.CLASSES);
    try (HyperNet<Perceptron> hyperNet = TensorFlow.hyperNet(space, HYPERNET, 0)) {
      hyperNet.train(tumours.train(), TrainingOptions.hyperNet().epochs(60).batchSize(20).build());

      SearchResult<Perceptron> found =
          Search.over(space)
              .scoredBy(hyperNet.scorer(tumours))
              .strategy(Strategies.<Perceptron>random(100).then(Strategies.perturbBest(50, 0.2)))
              .run();
      System.out.printf(
          "%s has error %.3f with generated weights%n",
          found.best().architecture(), found.best().error());

      try (TrainableNetwork best = hyperNet.derive(found.best().architecture(), 0)) {
        best.train(tumours.train(), TrainingOptions.derived().epochs(30).batchSize(20).build());
        System.out.printf(
            "its network %s, trained from scratch, has test error %.3f%n",
            best.network(), best.evaluate(tumours.test()).error());
      }
    }
  }
}
