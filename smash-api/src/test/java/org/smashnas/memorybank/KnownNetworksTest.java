package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.space.Encoding;

class KnownNetworksTest {
  private static MemoryBankSpace.Builder paper() {
    return MemoryBankSpace.builder().input(32, 32, 3).classes(10);
  }

  private static MemoryBankSpace small() {
    return paper().depth(4).width(1).bankChannels(8).maxBankChannels(16).build();
  }

  static Stream<MemoryBankSpace> spaces() {
    return Stream.of(
        paper().build(),
        small(),
        paper().variableOps().build(),
        paper().variableOps().gates(GateStyle.ADD_SPLIT).build(),
        paper().bigOps().gates(GateStyle.MULTIPLY).scoredNorms(OpNorms.GRID).build(),
        paper()
            .nonlinearities(ImmutableSet.of(Nonlinearity.GELU, Nonlinearity.ELU))
            .activationOrder(ActivationOrder.POST)
            .build(),
        paper().depthCompression(1).build(),
        paper().blocks(1).width(1).build(),
        paper().depth(40).width(10).maxBankChannels(160).build());
  }

  private static int inputBanks(MemoryBankSpace space, int index, Block block) {
    return new SpaceOracle(space).input(index) / block.bankSize();
  }

  private static ImmutableList<Integer> firstBanks(int count) {
    return IntStream.range(0, count).boxed().collect(ImmutableList.toImmutableList());
  }

  private static void assertRuns(MemoryBankSpace space, MemoryBank architecture) {
    space.validate(architecture);
    Network scored = space.network(architecture);
    assertThat(Encoding.of(scored, space.weightGrid()).slices()).isPositive();
    Network derived = space.derivedNetwork(architecture);
    assertThat(derived.output().shape().channels()).isEqualTo(space.classes());
    assertThat(derived.multiplyAdds()).isEqualTo(scored.multiplyAdds());
  }

  private static void assertPlain(MemoryBankSpace space, MemoryBank architecture) {
    OpLayout layout = space.layoutChoices().get(0);
    ConvolutionChoice plain =
        new ConvolutionChoice(3, 3, 1, 1, 1, space.nonlinearityChoices().get(0));
    assertThat(architecture.blocks()).hasSize(space.blocks());
    for (Block block : architecture.blocks()) {
      for (Op op : block.ops()) {
        assertThat(op.layout()).isEqualTo(layout);
        assertThat(op.gate()).isEqualTo(Gate.NONE);
        assertThat(op.convolutions()).hasSize(layout.slots().size()).containsOnly(plain);
        assertThat(op.width()).isEqualTo(op.writes().size() * block.bankSize());
      }
    }
  }

  private static void assertResidual(MemoryBankSpace space, MemoryBank architecture, int ops) {
    for (int index = 0; index < space.blocks(); index++) {
      Block block = architecture.blocks().get(index);
      int banks = inputBanks(space, index, block);
      assertThat(block.ops()).hasSize(ops);
      int written = 0;
      Set<Integer> touched = new TreeSet<>();
      for (Op op : block.ops()) {
        assertThat(op.reads()).isEqualTo(firstBanks(banks));
        assertThat(op.writes()).isSubsetOf(firstBanks(banks));
        touched.addAll(op.writes());
        written += op.writes().size();
      }
      assertThat(touched).as("banks taken in turn").hasSize(Math.min(written, banks));
      if (new SpaceOracle(space).input(index) <= new SpaceOracle(space).sizes()) {
        assertThat(block.ops()).allMatch(op -> op.writes().equals(firstBanks(banks)));
      }
    }
  }

  private static void assertDense(MemoryBankSpace space, MemoryBank architecture, int ops) {
    for (int index = 0; index < space.blocks(); index++) {
      Block block = architecture.blocks().get(index);
      int written = inputBanks(space, index, block);
      assertThat(block.ops()).hasSize(ops);
      for (Op op : block.ops()) {
        assertThat(op.reads()).isEqualTo(firstBanks(written));
        assertThat(op.writes()).containsExactly(written);
        written++;
      }
    }
  }

  private static void assertFractal(MemoryBankSpace space, MemoryBank architecture, int columns) {
    for (int index = 0; index < space.blocks(); index++) {
      Block block = architecture.blocks().get(index);
      int banks = inputBanks(space, index, block);
      assertThat(block.ops()).hasSize((1 << columns) - 1);
      assertThat(block.ops()).allMatch(op -> op.writes().size() == 1);
      assertThat(block.ops())
          .allMatch(op -> op.reads().equals(firstBanks(banks)) || op.reads().size() == 1);
      assertThat(paths(block, banks)).containsExactlyInAnyOrderElementsOf(pathsOfFractal(columns));
      Set<Integer> started = new HashSet<>();
      block.ops().forEach(op -> started.addAll(op.writes()));
      assertThat(started)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(banks, banks + (1 << (columns - 1))).boxed().toList());
    }
  }

  /** The lengths of all ways from the input to the bank where the paths join. */
  private static List<Integer> paths(Block block, int banks) {
    return pathsTo(block, banks, banks, block.ops().size());
  }

  private static List<Integer> pathsTo(Block block, int banks, int bank, int before) {
    return IntStream.range(0, before)
        .filter(index -> block.ops().get(index).writes().contains(bank))
        .boxed()
        .flatMap(
            index -> {
              Op op = block.ops().get(index);
              return op.reads().size() == 1 && op.reads().get(0) >= banks
                  ? pathsTo(block, banks, op.reads().get(0), index).stream()
                      .map(length -> length + 1)
                  : Stream.of(1);
            })
        .toList();
  }

  private static List<Integer> pathsOfFractal(int columns) {
    if (columns == 1) {
      return List.of(1);
    }
    List<Integer> half = pathsOfFractal(columns - 1);
    return Stream.concat(
            Stream.of(1),
            half.stream().flatMap(first -> half.stream().map(second -> first + second)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void aResNetReadsItsStreamAndAddsToIt(MemoryBankSpace space) {
    for (int ops = 1; ops <= 5; ops++) {
      MemoryBank architecture = KnownNetworks.resNet(space, ops);
      assertRuns(space, architecture);
      assertPlain(space, architecture);
      assertResidual(space, architecture, ops);
    }
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void aDenseNetReadsAllAndWritesANewBank(MemoryBankSpace space) {
    for (int ops = 1; ops <= 2; ops++) {
      MemoryBank architecture = KnownNetworks.denseNet(space, ops);
      assertRuns(space, architecture);
      assertPlain(space, architecture);
      assertDense(space, architecture, ops);
    }
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void aFractalNetJoinsColumnsOfDoublingLength(MemoryBankSpace space) {
    for (int columns = 1; columns <= 2; columns++) {
      MemoryBank architecture = KnownNetworks.fractalNet(space, columns);
      assertRuns(space, architecture);
      assertPlain(space, architecture);
      assertFractal(space, architecture, columns);
    }
  }

  @Test
  void thePapersSpaceHoldsDeepOnes() {
    MemoryBankSpace space = paper().build();
    assertResidual(space, KnownNetworks.resNet(space, 13), 13);
    assertDense(space, KnownNetworks.denseNet(space, 7), 7);
    assertFractal(space, KnownNetworks.fractalNet(space, 4), 4);
  }

  @Test
  void banksOfAResNetLetOneOpCoverTheStreamWhereItIsWideEnough() {
    MemoryBank architecture = KnownNetworks.resNet(paper().build(), 4);
    assertThat(architecture.blocks()).extracting(Block::bankSize).containsExactly(8, 4, 2);
    assertThat(architecture.blocks().get(0).ops())
        .extracting(Op::writes)
        .containsOnly(ImmutableList.of(0));
    assertThat(architecture.blocks().get(1).ops())
        .extracting(Op::writes)
        .containsExactly(
            ImmutableList.of(0, 1),
            ImmutableList.of(0, 2),
            ImmutableList.of(1, 2),
            ImmutableList.of(0, 1));
  }

  @Test
  void aFractalOfTwoColumnsIsAnOpBesideTwo() {
    Block block = KnownNetworks.fractalNet(paper().build(), 2).blocks().get(0);
    assertThat(block.ops())
        .extracting(Op::reads, Op::writes)
        .containsExactly(
            tuple(ImmutableList.of(0), ImmutableList.of(1)),
            tuple(ImmutableList.of(0), ImmutableList.of(2)),
            tuple(ImmutableList.of(2), ImmutableList.of(1)));
  }

  @Test
  void aTooLargeExtentIsRefusedWithTheLargestThatFits() {
    MemoryBankSpace space = paper().build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownNetworks.resNet(space, 14))
        .withMessage(
            "opsPerBlock is 14, but block 0, with 52 slices of budget and 192 channels of memory,"
                + " has room for 13 in a ResNet; use at most 13, or a space of larger depth, width"
                + " or maxBudget or a smaller depthCompression");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownNetworks.denseNet(space, Integer.MAX_VALUE))
        .withMessageContaining("opsPerBlock is 2147483647, but block 0")
        .withMessageContaining("at most 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownNetworks.fractalNet(space, Integer.MAX_VALUE))
        .withMessageContaining("columns is 2147483647, but block 0")
        .withMessageContaining("at most 4");
  }

  @Test
  void anExtentBelowOneIsRefused() {
    MemoryBankSpace space = small();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownNetworks.resNet(space, 0))
        .withMessage("opsPerBlock is 0; it must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownNetworks.denseNet(space, -1))
        .withMessage("opsPerBlock is -1; it must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownNetworks.fractalNet(space, 0))
        .withMessage("columns is 0; it must be at least 1");
  }

  @Test
  void aCompressionThatSplitsTheStreamIsNamed() {
    MemoryBankSpace space = paper().depthCompression(3).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownNetworks.resNet(space, 1))
        .withMessage(
            "depthCompression is 3, but an op of a ResNet reads the whole input of block 0, 8 times"
                + " bankChannels; use a depthCompression that divides it");
  }

  @Test
  void aSpaceWithoutRoomForOneSaysSo() {
    MemoryBankSpace space = paper().depth(1).minBudget(0.3).maxBudget(0.3).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownNetworks.resNet(space, 1))
        .withMessage(
            "opsPerBlock is 1, but block 0, with 2 slices of budget and 192 channels of memory, has"
                + " room for 0 in a ResNet; use a larger depth, width or maxBudget or a smaller"
                + " depthCompression");
  }

  /** Whatever the space, a network is valid, or refused in one way. */
  @Test
  void anySpaceHoldsThemOrSaysWhyNot() {
    SplittableRandom random = new SplittableRandom(31);
    RandomSettings settings = new RandomSettings(random);
    int built = 0;
    for (int index = 0; index < 400; index++) {
      MemoryBankSpace space = settings.next();
      int extent = 1 + random.nextInt(4);
      built += holds(space, extent, KnownNetworks::resNet) ? 1 : 0;
      built += holds(space, extent, KnownNetworks::denseNet) ? 1 : 0;
      built += holds(space, extent, KnownNetworks::fractalNet) ? 1 : 0;
    }
    assertThat(built).isGreaterThan(300);
  }

  private static boolean holds(
      MemoryBankSpace space, int extent, BiFunction<MemoryBankSpace, Integer, MemoryBank> network) {
    try {
      assertRuns(space, network.apply(space, extent));
      return true;
    } catch (IllegalArgumentException refusal) {
      assertThat(refusal)
          .hasMessageMatching(".*(opsPerBlock|columns|depthCompression) is \\d+, but .*; use .*");
      return false;
    }
  }
}
