package org.smashnas.examples.drawing;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.smashnas.memorybank.GateStyle;
import org.smashnas.memorybank.MemoryBankDrawing;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.NetworkDrawing;

/** Draws a memory-bank architecture and a small derived network: the pictures of the documents. */
public final class DrawPictures {
  private static final int ARCHITECTURE_SEED = 4;
  private static final int NETWORK_SEED = 11;

  private DrawPictures() {}

  /**
   * Writes the pictures and says where.
   *
   * @param arguments the folder to write to, which is made if need be
   * @throws IOException if a picture cannot be written
   * @throws IllegalArgumentException if there is not exactly one argument
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException(
          arguments.length + " arguments given; name one folder, for example docs/pictures");
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Map.Entry<String, String> picture : pictures().entrySet()) {
      System.out.println(
          "wrote " + Files.writeString(folder.resolve(picture.getKey()), picture.getValue()));
    }
  }

  /** The pictures by the names of their files. */
  static ImmutableMap<String, String> pictures() {
    return ImmutableMap.of("memory-bank.svg", architecture(), "network.svg", network());
  }

  private static String architecture() {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .input(32, 32, 3)
            .classes(10)
            .blocks(2)
            .depth(6)
            .width(2)
            .maxBankChannels(32)
            .variableOps()
            .gates(GateStyle.MULTIPLY)
            .build();
    return MemoryBankDrawing.svg(space, space.sample(new SplittableRandom(ARCHITECTURE_SEED)));
  }

  private static String network() {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .input(8, 8, 1)
            .classes(10)
            .blocks(1)
            .depth(4)
            .width(1)
            .maxBankChannels(16)
            .variableOps()
            .build();
    return NetworkDrawing.svg(
        space.derivedNetwork(space.sample(new SplittableRandom(NETWORK_SEED))));
  }
}
