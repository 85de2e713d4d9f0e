package org.smashnas.tf;

import java.nio.file.Path;
import org.smashnas.hypernet.ExecutionOptions;
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
   * Starts to make an untrained HyperNet: by default of the paper's architecture, at seed 0, by
   * default options of execution.
   *
   * @param space the space whose weights it is to write
   * @param <A> the type of an architecture
   * @return a builder
   */
  public static <A> HyperNetBuilder<A> hyperNet(ArchitectureSpace<A> space) {
    return new HyperNetBuilder<>(space);
  }

  /**
   * Makes an untrained HyperNet of the paper's architecture.
   *
   * @param space the space whose weights it is to write
   * @param seed of its initial weights
   * @param <A> the type of an architecture
   * @return the HyperNet, to be closed by the caller
   */
  public static <A> HyperNet<A> hyperNet(ArchitectureSpace<A> space, long seed) {
    return hyperNet(space).seed(seed).build();
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
    return hyperNet(space).architecture(architecture).seed(seed).build();
  }

  /**
   * Loads a HyperNet that {@link HyperNet#save} wrote, by default options of execution.
   *
   * @param space the space that it was saved for
   * @param file the file
   * @param <A> the type of an architecture
   * @return the HyperNet, to be closed by the caller
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged, of another kind, or for another space
   */
  public static <A> HyperNet<A> loadHyperNet(ArchitectureSpace<A> space, Path file) {
    return loadHyperNet(space, file, ExecutionOptions.defaults());
  }

  /**
   * Loads a HyperNet that {@link HyperNet#save} wrote, wherever that was.
   *
   * @param space the space that it was saved for
   * @param file the file
   * @param execution what it runs on
   * @param <A> the type of an architecture
   * @return the HyperNet, to be closed by the caller
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged, of another kind, or for another space, or if
   *     there is no such device
   */
  public static <A> HyperNet<A> loadHyperNet(
      ArchitectureSpace<A> space, Path file, ExecutionOptions execution) {
    return TensorFlowHyperNet.load(Backend.of(execution), space, file);
  }

  /**
   * Makes an untrained network, by default options of execution.
   *
   * @param network what to train; all its weights are its own
   * @param seed of its initial weights
   * @return the network, to be closed by the caller
   * @throws IllegalArgumentException if a weight is generated or shared
   */
  public static TrainableNetwork network(Network network, long seed) {
    return network(network, seed, ExecutionOptions.defaults());
  }

  /**
   * Makes an untrained network.
   *
   * @param network what to train; all its weights are its own
   * @param seed of its initial weights
   * @param execution what it runs on
   * @return the network, to be closed by the caller
   * @throws IllegalArgumentException if a weight is generated or shared, or if there is no such
   *     device
   */
  public static TrainableNetwork network(Network network, long seed, ExecutionOptions execution) {
    return TensorFlowNetwork.create(Backend.of(execution), network, seed);
  }

  /**
   * Loads a network that {@link TrainableNetwork#save} wrote, by default options of execution.
   *
   * @param file the file
   * @return the network, to be closed by the caller
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged or of another kind
   */
  public static TrainableNetwork loadNetwork(Path file) {
    return loadNetwork(file, ExecutionOptions.defaults());
  }

  /**
   * Loads a network that {@link TrainableNetwork#save} wrote, wherever that was.
   *
   * @param file the file
   * @param execution what it runs on
   * @return the network, to be closed by the caller
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged or of another kind, or if there is no such
   *     device
   */
  public static TrainableNetwork loadNetwork(Path file, ExecutionOptions execution) {
    return TensorFlowNetwork.load(Backend.of(execution), file);
  }

  /**
   * Starts to make scorers without a HyperNet, to compare its scores with.
   *
   * @param space the space whose architectures they score
   * @param <A> the type of an architecture
   * @return the baselines, by default at seed 0, with batches of 128, by default options of
   *     execution
   */
  public static <A> Baselines<A> baselines(ArchitectureSpace<A> space) {
    return new Baselines<>(space);
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
