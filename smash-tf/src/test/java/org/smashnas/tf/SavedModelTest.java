package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.data.Normalization;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.memorybank.GateStyle;
import org.smashnas.memorybank.MemoryBankSpace;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.types.TFloat32;

/** Networks that TensorFlow runs without this library. */
class SavedModelTest {
  private static final Normalization NORMALIZATION =
      new Normalization(ImmutableList.of(0.4), ImmutableList.of(0.2));

  @TempDir private Path folder;

  private static TrainableNetwork trained(MemoryBankSpace space, long seed) {
    TrainableNetwork network =
        TensorFlow.network(space.derivedNetwork(space.sample(new SplittableRandom(seed))), seed);
    network.train(QuadrantTask.fewExamples(), QuadrantTask.shortTraining().build());
    return network;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void givesTheProbabilitiesOfTheNetworkForRawImages(long seed) {
    float[][] raw = rawImages(5, new SplittableRandom(seed));
    Path model = folder.resolve("models").resolve("model");
    float[][] expected;
    try (TrainableNetwork network = trained(QuadrantTask.SPACE, seed)) {
      network.exportSavedModel(model, NORMALIZATION);
      expected = network.predict(normalized(raw));
    }
    float[][] found = serve(model, raw);
    for (int example = 0; example < raw.length; example++) {
      assertThat(found[example]).containsExactly(expected[example], within(1e-4f));
    }
  }

  @Test
  void runsEveryOptionOfTheSpace() {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .from(QuadrantTask.SPACE)
            .maxKernel(3)
            .maxDilation(3)
            .variableOps()
            .gates(GateStyle.ADD_SPLIT)
            .build();
    float[][] raw = rawImages(3, new SplittableRandom(1));
    try (TrainableNetwork network = trained(space, 3)) {
      network.exportSavedModel(folder.resolve("model"), NORMALIZATION);
      assertThat(serve(folder.resolve("model"), raw)[0])
          .containsExactly(network.predict(normalized(raw))[0], within(1e-4f));
    }
  }

  @Test
  void aFolderThatIsThereIsRefusedAndStays() throws IOException {
    Path there = Files.createDirectory(folder.resolve("model"));
    Files.writeString(there.resolve("precious"), "kept");
    try (TrainableNetwork network = trained(QuadrantTask.SPACE, 1)) {
      assertThatThrownBy(() -> network.exportSavedModel(there, NORMALIZATION))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(there.toString());
    }
    assertThat(there.resolve("precious")).hasContent("kept");
  }

  @Test
  void aNormalizationOfOtherChannelsIsRefused() {
    try (TrainableNetwork network = trained(QuadrantTask.SPACE, 1)) {
      assertThatThrownBy(
              () ->
                  network.exportSavedModel(
                      folder.resolve("model"), Normalization.uniform(3, 0.5, 0.5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 channels");
    }
    assertThat(folder.resolve("model")).doesNotExist();
  }

  private static float[][] rawImages(int count, RandomGenerator random) {
    float[][] images = new float[count][QuadrantTask.SHAPE.size()];
    for (float[] image : images) {
      for (int pixel = 0; pixel < image.length; pixel++) {
        image[pixel] = random.nextFloat();
      }
    }
    return images;
  }

  private static float[][] normalized(float[][] raw) {
    float[][] images = new float[raw.length][QuadrantTask.SHAPE.size()];
    for (int example = 0; example < raw.length; example++) {
      for (int pixel = 0; pixel < raw[example].length; pixel++) {
        images[example][pixel] = NORMALIZATION.apply(raw[example][pixel], 0);
      }
    }
    return images;
  }

  private static float[][] serve(Path model, float[][] raw) {
    float[] values = new float[raw.length * raw[0].length];
    for (int example = 0; example < raw.length; example++) {
      System.arraycopy(raw[example], 0, values, example * raw[0].length, raw[0].length);
    }
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve");
        TFloat32 images = HostTensors.images(values, raw.length, QuadrantTask.SHAPE);
        Result result = bundle.function("serving_default").call(Map.of("images", images))) {
      return HostTensors.readRows(result.get("probabilities").orElseThrow(), QuadrantTask.CLASSES);
    }
  }
}
