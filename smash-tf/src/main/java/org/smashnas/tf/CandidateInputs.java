package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableMap;
import org.tensorflow.Result;
import org.tensorflow.Tensor;

/** What a candidate's program is fed from the parameters; close it before they are updated. */
final class CandidateInputs implements AutoCloseable {
  private final Result result;
  private final ImmutableMap<String, Integer> sharedPlaces;

  /** The first tensor of the result is the grid, the shared tensors are at their places. */
  CandidateInputs(Result result, ImmutableMap<String, Integer> sharedPlaces) {
    this.result = result;
    this.sharedPlaces = sharedPlaces;
  }

  Tensor grid() {
    return result.get(0);
  }

  Tensor shared(String tensor) {
    return result.get(checkNotNull(sharedPlaces.get(tensor)));
  }

  @Override
  public void close() {
    result.close();
  }
}
