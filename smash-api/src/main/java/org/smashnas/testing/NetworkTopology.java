package org.smashnas.testing;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Weight;

/**
 * Compares what two networks compute but for norms and activations, whatever their layers are
 * called and in whatever order they stand: a layer is its operation on what it reads, and norms and
 * activations are what they read.
 */
final class NetworkTopology {
  private record Node(Operation operation, ImmutableList<Integer> inputs) {}

  private final Map<Node, Integer> numbers = new HashMap<>();

  private NetworkTopology() {}

  /** How the derived network differs from the scored one, if it does. */
  static Optional<Mismatch> difference(Network scored, Network derived) {
    return weightDifference("derivedNetwork", derived, "network", scored)
        .or(() -> weightDifference("network", scored, "derivedNetwork", derived))
        .or(() -> new NetworkTopology().layerDifference(scored, derived));
  }

  private static Optional<Mismatch> weightDifference(
      String name, Network network, String modelName, Network model) {
    for (Layer layer : model.layers()) {
      for (Weight weight : trunkWeights(layer)) {
        Weight other = network.weights().get(weight.name());
        String expected =
            String.format(
                "%s has weight %s of shape %s, as %s has",
                name, weight.name(), weight.shape(), modelName);
        if (other == null) {
          return Mismatch.of(expected, name + " has no weight of that name");
        }
        if (!other.shape().equals(weight.shape())) {
          return Mismatch.of(expected, "its shape there is " + other.shape());
        }
      }
    }
    return Mismatch.none();
  }

  private static ImmutableList<Weight> trunkWeights(Layer layer) {
    return layer.operation() instanceof BatchNorm
        ? ImmutableList.of()
        : layer.operation().weights();
  }

  private Optional<Mismatch> layerDifference(Network scored, Network derived) {
    List<Integer> left = numbersOf(scored);
    List<Integer> right = numbersOf(derived);
    return missing("derivedNetwork", right, "network", scored, left)
        .or(() -> missing("network", left, "derivedNetwork", derived, right))
        .or(
            () ->
                left.get(scored.output().index()).equals(right.get(derived.output().index()))
                    ? Mismatch.none()
                    : Mismatch.of(
                        "derivedNetwork ends as network does, with layer " + scored.output().name(),
                        "it ends with " + derived.output().name()));
  }

  private static Optional<Mismatch> missing(
      String name, List<Integer> numbers, String modelName, Network model, List<Integer> wanted) {
    Set<Integer> present = new HashSet<>(numbers);
    return model.layers().stream()
        .filter(layer -> !present.contains(wanted.get(layer.index())))
        .findFirst()
        .map(
            layer ->
                new Mismatch(
                    String.format(
                        "%s computes what layer %s of %s does: %s of %s",
                        name,
                        layer.name(),
                        modelName,
                        layer.operation().getClass().getSimpleName(),
                        model.inputsOf(layer).stream().map(Layer::name).toList()),
                    "it has no such layer, even without regard to norms and activations",
                    Optional.empty()));
  }

  private List<Integer> numbersOf(Network network) {
    List<Integer> numbered = new ArrayList<>();
    for (Layer layer : network.layers()) {
      ImmutableList<Integer> inputs =
          layer.inputs().stream().map(numbered::get).collect(ImmutableList.toImmutableList());
      boolean passes =
          layer.operation() instanceof BatchNorm || layer.operation() instanceof Activation;
      numbered.add(
          passes
              ? inputs.get(0)
              : numbers.computeIfAbsent(
                  new Node(bare(layer.operation()), inputs), node -> numbers.size()));
    }
    return numbered;
  }

  /** The operation without what tells where its weights come from. */
  private static Operation bare(Operation operation) {
    if (operation instanceof Convolution convolution) {
      return new Convolution(
          bare(convolution.kernel()),
          convolution.bias().map(NetworkTopology::bare),
          convolution.stride(),
          convolution.dilationHeight(),
          convolution.dilationWidth(),
          convolution.groups());
    }
    if (operation instanceof Dense dense) {
      return new Dense(bare(dense.matrix()), dense.bias().map(NetworkTopology::bare));
    }
    return operation;
  }

  private static Weight bare(Weight weight) {
    return Weight.own(weight.name(), weight.shape());
  }
}
