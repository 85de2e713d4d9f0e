package org.smashnas.tf;

import java.util.function.Supplier;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.memorybank.MemoryBank;

/**
 * A short training, to be run in a class loader of its own. Only types of the JDK cross the border.
 */
public final class GuestTraining implements Supplier<Double> {
  @Override
  public Double get() {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      return hyperNet
          .train(QuadrantTask.fewExamples(), QuadrantTask.shortTraining().epochs(1).build())
          .loss();
    }
  }
}
