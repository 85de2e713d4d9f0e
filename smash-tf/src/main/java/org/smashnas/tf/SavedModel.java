package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.smashnas.data.Normalization;
import org.smashnas.file.FileFailure;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.BatchNorm;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A trained network as a SavedModel: weights and normalization are constants of the graph, and
 * convolutions are TensorFlow's portable ones, so any TensorFlow runs it.
 */
final class SavedModel {
  private static final String KEY = "serving_default";

  private final Program program;
  private final GraphScope scope;
  private final Network network;
  private final Map<String, NamedTensor> values;

  private SavedModel(Network network, Map<String, NamedTensor> values) {
    this.program = new Program(Placement.processor().config());
    // No device is named, as the model must run on any.
    this.scope = new GraphScope(Ops.create(program.graph()), GraphScope.OpenAxis.BATCH);
    this.network = network;
    this.values = values;
  }

  /** Writes aside and renames, into a folder that is not there yet. */
  static void write(
      Network network, Map<String, NamedTensor> values, Normalization normalization, Path folder) {
    checkArgument(
        !Files.exists(folder), "%s exists already; export to a folder that does not", folder);
    checkArgument(
        normalization.mean().size() == network.input().shape().channels(),
        "normalization has %s channels, the network reads %s; give one mean and deviation a"
            + " channel",
        normalization.mean().size(),
        network.input().shape());
    SavedModel model = new SavedModel(network, values);
    try {
      model.write(normalization, folder.toAbsolutePath());
    } finally {
      model.program.close();
    }
  }

  private void write(Normalization normalization, Path folder) {
    Signature signature = signature(normalization);
    Path aside = folder.resolveSibling(folder.getFileName() + ".tmp");
    try {
      MoreFiles.createParentDirectories(folder);
      discard(aside);
      SavedModelBundle.exporter(aside.toString())
          .withSession(program.session())
          .withSignature(signature)
          .export();
      Files.move(aside, folder);
    } catch (IOException failure) {
      throw FileFailure.of(
          "export to " + folder, failure, "check the path and the room on its disk");
    }
  }

  private static void discard(Path aside) throws IOException {
    if (Files.exists(aside)) {
      MoreFiles.deleteRecursively(aside, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private Signature signature(Normalization normalization) {
    Ops tf = scope.tf();
    Operand<TFloat32> images = scope.images(network.input().shape());
    Operand<TFloat32> normalized =
        tf.math.div(
            tf.math.sub(images, tf.constant(Floats.toArray(normalization.mean()))),
            tf.constant(Floats.toArray(normalization.deviation())));
    ForwardPass<?> forward =
        ForwardPass.inference(
            scope,
            network,
            Arithmetic.float32(new ConvolutionKernels(ConvolutionKernels.Target.GPU)),
            new WeightValues(scope, weight -> constant(weight.name())),
            normalized,
            this::moments);
    Operand<TFloat32> logits = scope.reshape(forward.output(), -1, network.output().shape().size());
    return Signature.builder()
        .key(KEY)
        .input("images", images)
        .output("logits", logits)
        .output("probabilities", tf.nn.softmax(logits))
        .build();
  }

  private Operand<TFloat32> constant(String name) {
    NamedTensor tensor = checkNotNull(values.get(name));
    try (TFloat32 host = HostTensors.weight(tensor.values(), tensor.shape())) {
      return scope.tf().constantOf(host);
    }
  }

  private Moments moments(Layer layer) {
    String name = ((BatchNorm) layer.operation()).moments();
    return new Moments(
        scope.reshape(constant(RunningMoments.meanOf(name)), -1),
        scope.reshape(constant(RunningMoments.varianceOf(name)), -1));
  }
}
