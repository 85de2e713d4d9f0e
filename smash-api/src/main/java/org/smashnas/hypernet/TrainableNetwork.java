package org.smashnas.hypernet;

import java.nio.file.Path;
import org.smashnas.data.Dataset;
import org.smashnas.data.Normalization;
import org.smashnas.network.Network;

/**
 * A network with weights of its own. One thread at a time may use it: calls from several threads
 * wait for each other. It holds native memory until it is closed.
 */
public interface TrainableNetwork extends AutoCloseable {

  /**
   * What is trained.
   *
   * @return the network's description
   */
  Network network();

  /**
   * Trains the network.
   *
   * @param training the examples
   * @param options how; see {@link TrainingOptions#derived()} for the paper's settings
   * @return what the last epoch measured
   * @throws IllegalArgumentException if the examples do not fit the network
   * @throws TrainingDivergedException if the loss is no longer a finite number
   */
  TrainingReport train(Dataset training, TrainingOptions options);

  /**
   * Measures the network.
   *
   * @param examples the examples
   * @return errors and loss
   * @throws IllegalArgumentException if the examples do not fit the network
   */
  Evaluation evaluate(Dataset examples);

  /**
   * Predicts classes.
   *
   * @param images one row an example, values in HWC order
   * @return one row an example: the probability of each class, summing to 1
   * @throws IllegalArgumentException if a row has another size than the network's input
   */
  float[][] predict(float[][] images);

  /**
   * Saves network, weights and moments, by writing aside and renaming: the file is whole or not
   * there.
   *
   * @param file where to; a file there is replaced
   * @throws java.io.UncheckedIOException if it cannot be written; a file that was there stays as it
   *     was
   */
  void save(Path file);

  /**
   * Exports the network for use without this library: as a TensorFlow SavedModel whose signature
   * {@code serving_default} takes {@code images} (examples × height × width × channels, values from
   * 0 to 1, which are normalized inside) and gives {@code logits} and {@code probabilities}
   * (examples × classes).
   *
   * @param folder where to; it must not be there yet
   * @param normalization how raw values became those that the network was trained on
   * @throws IllegalArgumentException if the folder is there, or the channels do not fit
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  void exportSavedModel(Path folder, Normalization normalization);

  /** Frees the native memory. Closing twice does nothing. */
  @Override
  void close();
}
