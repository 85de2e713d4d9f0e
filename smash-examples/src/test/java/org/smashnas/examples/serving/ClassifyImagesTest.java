package org.smashnas.examples.serving;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.data.Dataset;
import org.smashnas.examples.digits.Digits;
import org.smashnas.examples.digits.DigitsCommand;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.tf.TensorFlow;
import org.tensorflow.SavedModelBundle;

/** An exported network in a program without this library. */
class ClassifyImagesTest {
  private static final Dataset DIGITS = Digits.read();

  @TempDir private static Path folder;

  private static Path model;
  private static float[][] expected;

  @BeforeAll
  static void exportANetwork() {
    model = folder.resolve("model");
    MemoryBankSpace space = DigitsCommand.space(DIGITS);
    try (TrainableNetwork network =
        TensorFlow.network(space.derivedNetwork(space.sample(new SplittableRandom(1))), 1)) {
      network.train(DIGITS, TrainingOptions.derived().epochs(2).build());
      network.exportSavedModel(model, Digits.normalization());
      expected = network.predict(new float[][] {values(0), values(1), values(2)});
    }
  }

  private static float[] values(int index) {
    float[] values = new float[DIGITS.shape().size()];
    DIGITS.read(index, FloatBuffer.wrap(values));
    return values;
  }

  /** A digit as a grey image; its seventeen shades are multiples of 1/16. */
  private static BufferedImage image(int index) {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    double mean = Digits.normalization().mean().get(0);
    double deviation = Digits.normalization().deviation().get(0);
    float[] values = values(index);
    for (int pixel = 0; pixel < values.length; pixel++) {
      double raw = values[pixel] * deviation + mean;
      image.getRaster().setSample(pixel % 8, pixel / 8, 0, (int) Math.round(255 * raw));
    }
    return image;
  }

  @Test
  void givesTheProbabilitiesOfTheNetwork() {
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve")) {
      for (int index = 0; index < expected.length; index++) {
        assertThat(ClassifyImages.classify(bundle, image(index)))
            .containsExactly(expected[index], within(0.02f)); // bytes round the shades
      }
    }
  }

  @Test
  void printsTheClassOfEachFile() throws IOException {
    Path zero = folder.resolve("zero.png");
    Path one = folder.resolve("one.png");
    ImageIO.write(image(0), "png", zero.toFile());
    ImageIO.write(image(1), "png", one.toFile());
    assertThat(print(model.toString(), zero.toString(), one.toString()).lines())
        .satisfiesExactly(
            line -> assertThat(line).matches(printed(zero, 0)),
            line -> assertThat(line).matches(printed(one, 1)));
  }

  /** The class is right, so its probability is the largest; it may be rounded to 1. */
  private static String printed(Path file, int label) {
    return Pattern.quote(file + ": class " + label + ", probability ")
        + "(0\\.[5-9]\\d\\d|1\\.000)";
  }

  private static String print(String... arguments) throws IOException {
    PrintStream old = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      ClassifyImages.main(arguments);
    } finally {
      System.setOut(old);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aFileThatIsNoImageIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifyImages.main(new String[] {model.toString(), text.toString()}))
        .withMessageContaining(text.toString());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifyImages.main(new String[] {model.toString()}))
        .withMessageContaining("image files");
  }

  @Test
  void knowsNothingOfThisLibrary() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.smashnas..")
        .check(new ClassFileImporter().importClasses(ClassifyImages.class));
  }
}
