package org.smashnas.hypernet;

/** A listener that keeps records in a file; close it after the training. */
public interface TrainingLog extends TrainingListener, AutoCloseable {

  /** Closes the file. Closing twice does nothing. */
  @Override
  void close();
}
