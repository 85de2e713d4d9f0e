package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;

class MemoryBankNetworkTest {
  private static void onManySamples(BiConsumer<MemoryBankSpace, MemoryBank> check) {
    SplittableRandom random = new SplittableRandom(21);
    RandomSettings settings = new RandomSettings(random);
    for (int index = 0; index < 80; index++) {
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
  void convolutionsHaveTheShapesThatFollowFromTheArchitecture() {
    onManySamples((space, drawn) -> NetworkOracle.assertScored(space, drawn, space.network(drawn)));
  }

  /** Names, shapes, inputs and operations; beside them stand the norms of the style alone. */
  @ParameterizedTest
  @EnumSource
  void networksAreTheBareOneWithTheNormsOfTheirStyle(OpNorms style) {
    onManySamples(
        (settings, drawn) -> {
          MemoryBankSpace scored =
              MemoryBankSpace.builder().from(settings).scoredNorms(style).build();
          NetworkOracle.assertScored(scored, drawn, scored.network(drawn));
          MemoryBankSpace derived =
              MemoryBankSpace.builder().from(settings).derivedNorms(style).build();
          NetworkOracle.assertDerived(derived, drawn, derived.derivedNetwork(drawn));
        });
  }

  @ParameterizedTest
  @EnumSource
  void withEqualNormsScoredAndDerivedAreOneFunction(OpNorms style) {
    onManySamples(
        (settings, drawn) -> {
          MemoryBankSpace space =
              MemoryBankSpace.builder()
                  .from(settings)
                  .scoredNorms(style)
                  .derivedNorms(style)
                  .build();
          assertThat(space.derivedNetwork(drawn)).isEqualTo(space.network(drawn).withOwnWeights());
        });
  }

  @Test
  void derivedNormsAreByDefaultThoseOfTheScoredNetwork() {
    for (OpNorms style : OpNorms.values()) {
      MemoryBankSpace space =
          MemoryBankSpace.builder().input(32, 32, 3).classes(10).scoredNorms(style).build();
      assertThat(space.derivedNorms()).isEqualTo(style);
    }
  }

  /** The scored network does not depend on how a derived one is normed. */
  @Test
  void theStyleOfDerivedNormsChangesNoScoredNetwork() {
    onManySamples(
        (space, drawn) -> {
          for (OpNorms style : OpNorms.values()) {
            MemoryBankSpace other =
                MemoryBankSpace.builder().from(space).derivedNorms(style).build();
            assertThat(other.network(drawn)).isEqualTo(space.network(drawn));
          }
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
  @ParameterizedTest
  @CsvSource({
    "EACH_CONVOLUTION, 4",
    "WEIGHT_NORM, 0",
    "GRID, 2",
    "BEFORE, 2",
    "SANDWICH, 4",
    "FULL, 6"
  })
  void everyArchitectureSharesTensorsOfTheSameShape(OpNorms style, int vectorsOfABlock) {
    MemoryBankSpace space =
        MemoryBankSpace.builder().input(32, 32, 3).classes(10).scoredNorms(style).build();
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
    assertThat(tensors).hasSize(1 + 3 + 2 * 3 + 4 + 3 * vectorsOfABlock);
  }

  private static Set<String> tensorsOfABlock(OpNorms style) {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .input(32, 32, 3)
            .classes(10)
            .blocks(1)
            .depth(6)
            .variableOps()
            .gates(GateStyle.ADD_SPLIT)
            .scoredNorms(style)
            .build();
    Set<String> tensors = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(23);
    for (int index = 0; index < 20; index++) {
      for (Weight weight : space.network(space.sample(random)).weights().values()) {
        if (weight.source() instanceof WeightSource.Shared shared
            && weight.name().startsWith("block0")) {
          tensors.add(shared.tensor() + " " + shared.full());
        }
      }
    }
    return tensors;
  }

  @Test
  void everySlotOfABlockHasItsOwnTensors() {
    assertThat(tensorsOfABlock(OpNorms.GRID))
        .containsExactly(
            "block0.conv0 7x7x128x64",
            "block0.conv0.norm.offset 1x1x1x128",
            "block0.conv0.norm.scale 1x1x1x128",
            "block0.conv1 7x7x64x64",
            "block0.conv1.norm.offset 1x1x1x64",
            "block0.conv1.norm.scale 1x1x1x64",
            "block0.conv2 7x7x128x64",
            "block0.conv2.norm.offset 1x1x1x128",
            "block0.conv2.norm.scale 1x1x1x128",
            "block0.conv3 7x7x64x64",
            "block0.conv3.norm.offset 1x1x1x64",
            "block0.conv3.norm.scale 1x1x1x64");
  }

  @Test
  void normsBehindConvolutionsAreAsWideAsTheseMayBe() {
    assertThat(tensorsOfABlock(OpNorms.EACH_CONVOLUTION))
        .containsExactly(
            "block0.1x1.norm.offset 1x1x1x128",
            "block0.1x1.norm.scale 1x1x1x128",
            "block0.conv0 7x7x128x64",
            "block0.conv0.output.norm.offset 1x1x1x64",
            "block0.conv0.output.norm.scale 1x1x1x64",
            "block0.conv1 7x7x64x64",
            "block0.conv1.output.norm.offset 1x1x1x64",
            "block0.conv1.output.norm.scale 1x1x1x64",
            "block0.conv2 7x7x128x64",
            "block0.conv2.output.norm.offset 1x1x1x64",
            "block0.conv2.output.norm.scale 1x1x1x64",
            "block0.conv3 7x7x64x64",
            "block0.conv3.output.norm.offset 1x1x1x64",
            "block0.conv3.output.norm.scale 1x1x1x64");
  }

  @Test
  void normsOfWhatAnOpReadsAreAsWideAsTheBlocksMemory() {
    assertThat(tensorsOfABlock(OpNorms.BEFORE))
        .contains("block0.read.norm.scale 1x1x1x256", "block0.read.norm.offset 1x1x1x256");
  }
}
