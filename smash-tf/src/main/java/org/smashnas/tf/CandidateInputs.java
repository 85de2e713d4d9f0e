package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.tensorflow.Result;
import org.tensorflow.Tensor;

/**
 * What a candidate's program is fed from the parameters. It owns the shared tensors, but not the
 * grid; close it before the parameters are updated.
 */
final class CandidateInputs implements AutoCloseable {
  private final Tensor grid;
  private final Optional<Result> shared;
  private final ImmutableMap<String, Integer> places;

  CandidateInputs(Tensor grid, Optional<Result> shared, ImmutableMap<String, Integer> places) {
    this.grid = grid;
    this.shared = shared;
    this.places = places;
  }

  Tensor grid() {
    return grid;
  }

  Tensor shared(String tensor) {
    return shared.orElseThrow().get(checkNotNull(places.get(tensor)));
  }

  @Override
  public void close() {
    shared.ifPresent(Result::close);
  }
}
