package org.smashnas.tf;

import com.google.common.collect.ImmutableMap;
import org.tensorflow.Result;
import org.tensorflow.Tensor;

/**
 * What one run of a candidate's training program found, gradients times the loss scale. It owns its
 * tensors.
 *
 * @param gridGradient by the generated values, laid out as they are
 * @param sharedSquaredNorm the sum of the squares of all gradients by shared tensors
 * @param sharedGradients by parts of the shared tensors
 * @param means of the norms' batches by the norms' name for their moments
 * @param variances likewise
 */
record CandidateGradients(
    Result result,
    double loss,
    double error,
    Tensor gridGradient,
    Tensor sharedSquaredNorm,
    ImmutableMap<String, Tensor> sharedGradients,
    ImmutableMap<String, Tensor> means,
    ImmutableMap<String, Tensor> variances)
    implements AutoCloseable {
  @Override
  public void close() {
    result.close();
  }
}
