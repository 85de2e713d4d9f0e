package com.example.cells;

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

/** Searches a cell for the digits and trains its network; some minutes on two cores. */
public final class SearchCells {
  static final HyperNetArchitecture HYPERNET =
      new ConvolutionalHyperNet(7, 8, ImmutableList.of(4, 3));
  static final int EPOCHS = 60;

  private SearchCells() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    Split digits = Digits.split();
    CellSpace space = new CellSpace(Digits.SHAPE, Digits.CLASSES, 8);
    try (HyperNet<Cell> hyperNet = TensorFlow.hyperNet(space, HYPERNET, 0)) {
      hyperNet.train(digits.train(), TrainingOptions.hyperNet().epochs(EPOCHS).build());

      SearchResult<Cell> found =
          Search.over(space)
              .scoredBy(hyperNet.scorer(digits))
              .strategy(Strategies.<Cell>random(200).then(Strategies.perturbBest(50, 0.2)))
              .run();
      System.out.printf(
          "%s has error %.3f with generated weights%n",
          found.best().architecture().edges(), found.best().error());

      try (TrainableNetwork best = hyperNet.derive(found.best().architecture(), 0)) {
        best.train(digits.train(), TrainingOptions.derived().epochs(30).build());
        System.out.printf(
            "its network %s, trained from scratch, has test error %.3f%n",
            best.network(), best.evaluate(digits.test()).error());
      }
    }
  }
}
