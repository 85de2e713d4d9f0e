package org.smashnas.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Decodes images and scales the square at their centre. */
record ImageSquare(int side) {
  private static final long MAX_PIXELS = 100_000_000;
  private static final int CHANNELS = 3;

  /** The square's pixels, three bytes each. */
  byte[] read(Path file) {
    BufferedImage image = scaled(centre(decoded(file)));
    int[] pixels = image.getRGB(0, 0, side, side, new int[side * side], 0, side);
    byte[] bytes = new byte[side * side * CHANNELS];
    for (int index = 0; index < pixels.length; index++) {
      bytes[index * CHANNELS] = (byte) (pixels[index] >> (2 * Byte.SIZE));
      bytes[index * CHANNELS + 1] = (byte) (pixels[index] >> Byte.SIZE);
      bytes[index * CHANNELS + 2] = (byte) pixels[index];
    }
    return bytes;
  }

  private static BufferedImage decoded(Path file) {
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return decoded(in);
    } catch (IOException failure) {
      throw new DataFile(file).unreadable(failure);
    }
  }

  private static BufferedImage decoded(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new IIOException("it is not an image of a known format");
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(in, true, true);
      checkSize(reader.getWidth(0), reader.getHeight(0));
      return likeOtherImages(reader.read(0));
    } catch (RuntimeException failure) {
      // The decoders stumble in many ways over damaged data.
      throw new IIOException("it is damaged (" + failure + ")", failure);
    } finally {
      reader.dispose();
    }
  }

  /**
   * Grey with transparency would be drawn as linear light, all else as it is stored; so its grey
   * becomes red, green and blue.
   */
  private static BufferedImage likeOtherImages(BufferedImage image) {
    if (image.getColorModel().getColorSpace().getType() != ColorSpace.TYPE_GRAY
        || image.getRaster().getNumBands() != 2) {
      return image;
    }
    WritableRaster colours =
        image
            .getRaster()
            .createWritableChild(
                0, 0, image.getWidth(), image.getHeight(), 0, 0, new int[] {0, 0, 0, 1});
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            true,
            false,
            Transparency.TRANSLUCENT,
            colours.getTransferType());
    return new BufferedImage(model, colours, false, null);
  }

  private static void checkSize(int width, int height) throws IIOException {
    if ((long) width * height > MAX_PIXELS) {
      throw new IIOException(
          "it states %d×%d pixels, more than %d".formatted(width, height, MAX_PIXELS));
    }
  }

  private static BufferedImage centre(BufferedImage image) {
    int edge = Math.min(image.getWidth(), image.getHeight());
    return image.getSubimage(
        (image.getWidth() - edge) / 2, (image.getHeight() - edge) / 2, edge, edge);
  }

  /** Halves as often as it goes, which averages pixels; one large step would skip them. */
  private BufferedImage scaled(BufferedImage square) {
    BufferedImage image = square;
    while (image.getWidth() >= 2 * side) {
      image = drawn(image, image.getWidth() / 2);
    }
    return drawn(image, side);
  }

  private static BufferedImage drawn(BufferedImage image, int edge) {
    BufferedImage target = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, edge, edge, null);
    } finally {
      graphics.dispose();
    }
    return target;
  }
}
