package org.smashnas.tf;

import java.nio.file.Path;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingLog;
import org.smashnas.network.Network;
import org.smashnas.space.ArchitectureSpace;

/**
 * The way in: HyperNets and networks that run on TensorFlow. The first call loads TensorFlow's
 * native library, which takes seconds (the very first one on a machine unpacks it). Safe for use by
 * several threads.
 *
 * <p>Start the JVM with {@code -Dorg.bytedeco.javacpp.maxPhysicalBytes=0}: without it JavaCPP stops
 * a process whose resident memory passes four times the heap's limit, and each native call is
 * several times slower.
 */
public final class TensorFlow {
  private TensorFlow() {}

  /**
   * Makes an untrained HyperNet of the paper's architecture.
   *
   * @param space the space whose weights it is to write
   * @param seed of its initial weights
   * @param <A> the type of an architecture
   * @return the HyperNet, to be closed by the caller
   */
  public static <A> HyperNet<A> hyperNet(ArchitectureSpace<A> space, long seed) {
    return hyperNet(space, HyperNetArchitecture.paper(), seed);
  }

  /**
   * Makes an untrained HyperNet.
   *
   * @param space the space whose weights it is to write
   * @param architecture the HyperNet's own architecture
   * @param seed of its initial weights
   * @param <A> the type of an architecture
   * @return the HyperNet, to be closed by the caller
   */
  public static <A> HyperNet<A> hyperNet(
      ArchitectureSpace<A> space, HyperNetArchitecture architecture, long seed) {
    return TensorFlowHyperNet.create(Backend.probe(), space, architecture, seed);
  }

  /**
   * Loads a HyperNet that {@link HyperNet#save} wrote.
   *
   * @param space the space that it was saved for
   * @param file the file
   * @param <A> the type of an architecture
   * @return the HyperNet, to be closed by the caller
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged, of another kind, or for another space
   */
  public static <A> HyperNet<A> loadHyperNet(ArchitectureSpace<A> space, Path file) {
    return TensorFlowHyperNet.load(Backend.probe(), space, file);
  }

  /**
   * Makes an untrained network.
   *
   * @param network what to train; all its weights are its own
   * @param seed of its initial weights
   * @return the network, to be closed by the caller
   * @throws IllegalArgumentException if a weight is generated or shared
   */
  public static TrainableNetwork network(Network network, long seed) {
    return TensorFlowNetwork.create(Backend.probe(), network, seed);
  }

  /**
   * Loads a network that {@link TrainableNetwork#save} wrote.
   *
   * @param file the file
   * @return the network, to be closed by the caller
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged or of another kind
   */
  public static TrainableNetwork loadNetwork(Path file) {
    return TensorFlowNetwork.load(Backend.probe(), file);
  }

  /**
   * Makes a listener that writes a training's figures for TensorBoard.
   *
   * @param folder where the event files go; it is made if it is not there
   * @param everySteps steps from one record to the next, at least 1; epochs always have one
   * @return the log, to be closed by the caller after the training; not safe for use by several
   *     threads
   */
  public static TrainingLog tensorBoard(Path folder, int everySteps) {
    return new TensorBoardLog(folder, everySteps);
  }
}
