package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Network;

/** The parameters that a derived network states are the scalars that a step updates. */
class TrainedScalarsTest {
  private static final String SETTINGS = "org.smashnas.tf.EverySettingTest#settings";

  private static final TrainingOptions OPTIONS = TrainingOptions.derived().build();

  private final Backend backend = Backend.probe();

  @ParameterizedTest
  @MethodSource(SETTINGS)
  void threeArchitecturesOfEachSetting(List<Integer> setting) {
    check(setting, 3);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource(SETTINGS)
  void fiftyArchitecturesOfEachSetting(List<Integer> setting) {
    check(setting, 50);
  }

  private void check(List<Integer> setting, int architectures) {
    MemoryBankSpace space = EverySettingTest.space(setting);
    RandomGenerator random = new SplittableRandom(setting.hashCode());
    for (int drawn = 0; drawn < architectures; drawn++) {
      Network network = space.derivedNetwork(space.sample(random));
      try (TensorFlowNetwork built = TensorFlowNetwork.create(backend, network, 0)) {
        assertThat(built.trainedScalars(OPTIONS))
            .as(network.hash())
            .isEqualTo(network.parameters());
      }
    }
  }
}
