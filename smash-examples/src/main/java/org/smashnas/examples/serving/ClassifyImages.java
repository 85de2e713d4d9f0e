package org.smashnas.examples.serving;

import static java.util.Objects.requireNonNull;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Classifies image files with a network that {@code smash export} wrote. It uses TensorFlow alone,
 * so it can be copied into any program.
 */
public final class ClassifyImages {
  private static final String SIGNATURE = "serving_default";

  private ClassifyImages() {}

  /**
   * Prints the most probable class of each image.
   *
   * @param arguments the folder of the model, then image files
   * @throws IOException if an image cannot be read
   * @throws IllegalArgumentException if there are no images, or a file is none
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("name the folder of a model, then image files");
    }
    try (SavedModelBundle model = SavedModelBundle.load(arguments[0], "serve")) {
      for (int index = 1; index < arguments.length; index++) {
        float[] probabilities = classify(model, read(new File(arguments[index])));
        int best = largest(probabilities);
        System.out.printf(
            Locale.ROOT,
            "%s: class %d, probability %.3f%n",
            arguments[index],
            best,
            probabilities[best]);
      }
    }
  }

  /** The probability of each class. */
  static float[] classify(SavedModelBundle model, BufferedImage image) {
    Shape input =
        requireNonNull(model.function(SIGNATURE).signature().getInputs().get("images")).shape;
    try (TFloat32 images = values(image, input);
        Result outputs = model.function(SIGNATURE).call(Map.of("images", images))) {
      FloatNdArray row = ((TFloat32) outputs.get("probabilities").orElseThrow()).get(0);
      float[] probabilities = new float[(int) row.size()];
      for (int label = 0; label < probabilities.length; label++) {
        probabilities[label] = row.getFloat(label);
      }
      return probabilities;
    }
  }

  /** One example: height × width × channels, values from 0 to 1. */
  private static TFloat32 values(BufferedImage image, Shape input) {
    int height = (int) input.get(1);
    int width = (int) input.get(2);
    int channels = (int) input.get(3);
    BufferedImage scaled = scaled(image, width, height, channels == 1);
    return TFloat32.tensorOf(
        Shape.of(1, height, width, channels),
        tensor ->
            tensor
                .scalars()
                .forEachIndexed(
                    (place, value) ->
                        value.setFloat(
                            scaled
                                    .getRaster()
                                    .getSample((int) place[2], (int) place[1], (int) place[3])
                                / 255f)));
  }

  /** Red, green and blue, or grey. */
  private static BufferedImage scaled(BufferedImage image, int width, int height, boolean grey) {
    BufferedImage scaled =
        new BufferedImage(
            width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return scaled;
  }

  private static BufferedImage read(File file) throws IOException {
    BufferedImage image = ImageIO.read(file);
    if (image == null) {
      throw new IllegalArgumentException(file + " is no image that Java reads; give PNG or JPEG");
    }
    return image;
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int index = 1; index < values.length; index++) {
      best = values[index] > values[best] ? index : best;
    }
    return best;
  }
}
