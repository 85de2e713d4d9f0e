package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;

class MemoryBankNetworkTest {
  private static void onManySamples(BiConsumer<MemoryBankSpace, MemoryBank> check) {
    SplittableRandom random = new SplittableRandom(21);
    RandomSettings settings = new RandomSettings(random);
    for (int index = 0; index < 150; index++) {
      MemoryBankSpace space = settings.next();
      check.accept(space, space.sample(random));
    }
  }

  private static List<Layer> layers(Network network, Class<?> operation) {
    return network.layers().stream()
        .filter(layer -> operation.isInstance(layer.operation()))
        .toList();
  }

  @Test
  void blocksHaveThePapersNumbers() {
    MemoryBankSpace space = MemoryBankSpace.builder().input(32, 32, 3).classes(10).build();
    assertThat(space.stemChannels()).isEqualTo(64);
    assertThat(space.rules()).extracting(BlockRules::inputChannels).containsExactly(64, 96, 112);
    assertThat(space.rules()).extracting(BlockRules::maxChannels).containsExactly(192, 224, 256);
    assertThat(space.rules()).extracting(BlockRules::height).containsExactly(32, 16, 8);
    assertThat(space.rules())
        .extracting(rules -> rules.slices(1))
        .containsExactly((64 + 768) / 16, (96 + 1536) / 16, (112 + 3072) / 16);
    assertThat(space.weightGrid().rows()).isEqualTo(16);
    assertThat(space.weightGrid().outputs()).isEqualTo(8);
    assertThat(space.weightGrid().positions()).isEqualTo(16);
  }

  @Test
  void anEndOfABlockHoldsAllItsInputAndAllThatWasWritten() {
    onManySamples(
        (space, drawn) -> {
          SpaceOracle oracle = new SpaceOracle(space);
          List<Layer> norms =
              layers(space.network(drawn), BatchNorm.class).stream()
                  .filter(layer -> !layer.name().startsWith("block"))
                  .toList();
          assertThat(norms).hasSize(space.blocks());
          for (int index = 0; index < space.blocks(); index++) {
            Block block = drawn.blocks().get(index);
            int channels = oracle.written(index, block) * block.bankSize() * space.bankChannels();
            assertThat(norms.get(index).shape())
                .isEqualTo(
                    new Shape(
                        space.input().height() >> index, space.input().width() >> index, channels));
            assertThat(channels)
                .isBetween(
                    oracle.input(index) * space.bankChannels(),
                    oracle.memory(index) * space.bankChannels());
          }
        });
  }

  @Test
  void halvingsAreMeansOverTwoByTwo() {
    MemoryBankSpace space = MemoryBankSpace.builder().input(32, 32, 3).classes(10).build();
    List<Layer> pools = layers(space.network(space.sample(new SplittableRandom(1))), Pool.class);
    assertThat(pools)
        .extracting(Layer::operation)
        .containsExactly(new Pool(Pool.Kind.AVERAGE, 2, 2), new Pool(Pool.Kind.AVERAGE, 2, 2));
    assertThat(pools)
        .extracting(Layer::shape)
        .containsExactly(new Shape(16, 16, 96), new Shape(8, 8, 112));
  }

  @Test
  void scoredAndDerivedNetworksHaveTheSameConvolutions() {
    onManySamples(
        (space, drawn) -> {
          List<Layer> scored = layers(space.network(drawn), Convolution.class);
          List<Layer> derived = layers(space.derivedNetwork(drawn), Convolution.class);
          assertThat(derived).hasSameSizeAs(scored);
          for (int index = 0; index < scored.size(); index++) {
            Convolution left = (Convolution) scored.get(index).operation();
            Convolution right = (Convolution) derived.get(index).operation();
            assertThat(derived.get(index).name()).isEqualTo(scored.get(index).name());
            assertThat(derived.get(index).shape()).isEqualTo(scored.get(index).shape());
            assertThat(right.kernel().shape()).isEqualTo(left.kernel().shape());
            assertThat(right)
                .usingRecursiveComparison()
                .ignoringFields("kernel.source", "kernel.normalised")
                .isEqualTo(left);
          }
        });
  }

  @Test
  void theDerivedNetworkAddsExactlyTheNormsBeforeAndAfterEachOneByOne() {
    onManySamples(
        (space, drawn) -> {
          SpaceOracle oracle = new SpaceOracle(space);
          long norms = 0;
          for (Block block : drawn.blocks()) {
            for (MemoryBank.Op op : block.ops()) {
              int channels = op.reads().size() * block.bankSize() + oracle.oneByOne(block, op);
              norms += 2L * channels * space.bankChannels();
            }
          }
          assertThat(space.derivedNetwork(drawn).parameters())
              .isEqualTo(space.network(drawn).parameters() + norms);
        });
  }

  @Test
  void oneByOnesAreGeneratedAndNeverWiderThanTheGrid() {
    onManySamples(
        (space, drawn) -> {
          SpaceOracle oracle = new SpaceOracle(space);
          List<Integer> widths =
              drawn.blocks().stream()
                  .flatMap(block -> block.ops().stream().map(op -> oracle.oneByOne(block, op)))
                  .toList();
          assertThat(space.network(drawn).weights().values())
              .filteredOn(weight -> weight.source() instanceof WeightSource.Generated)
              .extracting(weight -> space.weightGrid().positions(weight.shape()))
              .isEqualTo(widths)
              .allMatch(width -> width <= space.weightGrid().positions());
        });
  }

  @Test
  void theDerivedNetworkOwnsAllItsWeights() {
    onManySamples(
        (space, drawn) ->
            assertThat(space.derivedNetwork(drawn).weights().values())
                .allMatch(weight -> weight.source().equals(WeightSource.own())));
  }

  /** Sharing needs one shape for a tensor over all architectures. */
  @Test
  void everyArchitectureSharesTensorsOfTheSameShape() {
    MemoryBankSpace space = MemoryBankSpace.builder().input(32, 32, 3).classes(10).build();
    SplittableRandom random = new SplittableRandom(22);
    Map<String, WeightShape> tensors = new HashMap<>();
    for (int index = 0; index < 100; index++) {
      for (Weight weight : space.network(space.sample(random)).weights().values()) {
        if (weight.source() instanceof WeightSource.Shared shared) {
          WeightShape known = tensors.putIfAbsent(shared.tensor(), shared.full());
          assertThat(known == null ? shared.full() : known).isEqualTo(shared.full());
        }
      }
    }
    assertThat(tensors).hasSize(1 + 3 + 2 * 3 + 4);
  }
}
