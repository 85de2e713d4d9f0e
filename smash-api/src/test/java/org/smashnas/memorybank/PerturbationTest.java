package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Nonlinearity;

class PerturbationTest {
  private static final MemoryBankSpace PAPER =
      MemoryBankSpace.builder().input(32, 32, 3).classes(10).build();

  private final SplittableRandom random = new SplittableRandom(41);

  static MemoryBankSpace.Builder tiny() {
    return MemoryBankSpace.builder()
        .input(8, 8, 1)
        .classes(2)
        .blocks(1)
        .depth(1)
        .width(1)
        .bankChannels(4)
        .maxBankChannels(4)
        .maxKernel(3)
        .maxDilation(1)
        .maxGroups(1)
        .minBudget(0.5);
  }

  static Stream<MemoryBankSpace> tinySpaces() {
    return Stream.of(
        tiny().minBudget(1).build(),
        tiny().depth(2).build(),
        tiny().depthCompression(1).depth(1).maxBudget(0.8).build(),
        tiny().maxBankChannels(8).build(),
        tiny().maxBankChannels(8).depth(2).maxBudget(0.7).build(),
        tiny().bankChannels(8).maxBankChannels(16).maxBudget(0.9).build(),
        tiny().maxDilation(2).maxBudget(0.5).build(),
        tiny().maxGroups(2).build(),
        tiny().maxBankChannels(8).blocks(2).maxBudget(0.6).build(),
        tiny().depthCompression(1).maxBudget(0.5).variableOps().build(),
        tiny()
            .maxBudget(0.5)
            .longOps()
            .maxGroups(2)
            .nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH))
            .build(),
        tiny().maxBankChannels(8).maxBudget(0.7).bigOps().gates(GateStyle.ADD_SPLIT).build(),
        tiny().maxBankChannels(8).maxBudget(0.7).variableOps().gates(GateStyle.MULTIPLY).build(),
        tiny()
            .maxBankChannels(8)
            .maxBudget(0.5)
            .layouts(ImmutableMap.of(OpLayout.PARALLEL, 0.5, OpLayout.LONG, 0.5))
            .gates(GateStyle.ADD_SPLIT)
            .nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.ELU))
            .build());
  }

  @ParameterizedTest
  @MethodSource("tinySpaces")
  void everyArchitectureIsReachedFromOne(MemoryBankSpace space) {
    Set<MemoryBank> all = new Enumeration(space).all();
    MemoryBank first = space.sample(random);
    Set<MemoryBank> reached = new HashSet<>(Set.of(first));
    Deque<MemoryBank> open = new ArrayDeque<>(reached);
    for (int visit = 0; visit < 2_000 * all.size() && reached.size() < all.size(); visit++) {
      MemoryBank from = open.removeFirst();
      open.addLast(from);
      MemoryBank next = space.perturb(from, 0.3, random);
      if (reached.add(next)) {
        open.addFirst(next);
      }
    }
    assertThat(all.size()).isGreaterThan(2);
    assertThat(all.stream().flatMap(PerturbationTest::gates).anyMatch(gate -> gate != Gate.NONE))
        .isEqualTo(space.gates().isPresent());
    assertThat(reached.size()).isEqualTo(all.size());
    assertThat(reached.equals(all)).isTrue();
  }

  private static Stream<Gate> gates(MemoryBank architecture) {
    return architecture.blocks().stream().flatMap(block -> block.ops().stream()).map(Op::gate);
  }

  /** All architectures of a space whose convolutions are 3x3, by trying every op. */
  private static final class Enumeration {
    private final MemoryBankSpace space;
    private final SpaceOracle oracle;
    private final List<ConvolutionChoice> convolutions = new ArrayList<>();

    Enumeration(MemoryBankSpace space) {
      this.space = space;
      this.oracle = new SpaceOracle(space);
      for (int down = 1; down <= space.maxDilation(); down++) {
        for (int right = 1; right <= space.maxDilation(); right++) {
          for (int groups = 1; groups <= space.maxGroups(); groups++) {
            for (Nonlinearity nonlinearity : space.nonlinearities()) {
              convolutions.add(new ConvolutionChoice(3, 3, down, right, groups, nonlinearity));
            }
          }
        }
      }
    }

    Set<MemoryBank> all() {
      List<Set<Block>> blocks = new ArrayList<>();
      for (int index = 0; index < space.blocks(); index++) {
        Set<Block> choices = new HashSet<>();
        for (int bankSize = 1; bankSize <= oracle.sizes(); bankSize++) {
          if (oracle.input(index) % bankSize == 0) {
            extend(index, bankSize, ImmutableList.of(), choices);
          }
        }
        blocks.add(choices);
      }
      Set<MemoryBank> all = new HashSet<>();
      for (List<Block> chosen : Sets.cartesianProduct(blocks)) {
        all.add(new MemoryBank(ImmutableList.copyOf(chosen)));
      }
      return all;
    }

    private void extend(int index, int size, ImmutableList<Op> ops, Set<Block> found) {
      int units = ops.stream().mapToInt(op -> op.reads().size() * size).sum();
      if (units == oracle.slices(index, space.maxBudget()) * space.depthCompression()) {
        return;
      }
      int written = oracle.written(index, new Block(size, ops));
      for (Set<Integer> reads : subsets(written)) {
        for (int width = 1; width <= oracle.sizes(); width++) {
          for (Set<Integer> writes : subsets(written + width)) {
            List<Op> grids = grids(sorted(reads), width, sorted(writes), size);
            if (oracle.isInside(index, new Block(size, with(ops, grids.get(0))))) {
              for (Op op : grids) {
                ImmutableList<Op> longer = with(ops, op);
                found.add(new Block(size, longer));
                extend(index, size, longer, found);
              }
            }
          }
        }
      }
    }

    /** The ops of some reads, width and writes. */
    private List<Op> grids(
        ImmutableList<Integer> reads, int width, ImmutableList<Integer> writes, int size) {
      List<Op> grids = new ArrayList<>();
      for (OpLayout layout : space.layouts().keySet()) {
        int slots = SpaceOracle.slots(layout).size();
        for (List<ConvolutionChoice> choices :
            Lists.cartesianProduct(Collections.nCopies(slots, convolutions))) {
          for (Gate gate : Gate.values()) {
            if (oracle.mayGate(gate, layout, width, size)) {
              grids.add(new Op(reads, width, writes, layout, gate, ImmutableList.copyOf(choices)));
            }
          }
        }
      }
      return grids;
    }

    private static ImmutableList<Op> with(ImmutableList<Op> ops, Op op) {
      return ImmutableList.<Op>builder().addAll(ops).add(op).build();
    }

    private static ImmutableList<Integer> sorted(Set<Integer> banks) {
      return ImmutableList.sortedCopyOf(banks);
    }

    private static Set<Set<Integer>> subsets(int banks) {
      return Sets.powerSet(ImmutableSet.copyOf(IntStream.range(0, banks).boxed().toList()));
    }
  }

  @Test
  void probabilityZeroChangesNothing() {
    for (int index = 0; index < 100; index++) {
      MemoryBank drawn = PAPER.sample(random);
      assertThat(PAPER.perturb(drawn, 0, random)).isEqualTo(drawn);
    }
  }

  @Test
  void bankSizesNumbersOfOpsAndEveryElementChange() {
    MemoryBank drawn = PAPER.sample(random);
    Set<Integer> bankSizes = new HashSet<>();
    Set<Integer> counts = new HashSet<>();
    Set<Op> ops = new HashSet<>();
    for (int index = 0; index < 500; index++) {
      Block block = PAPER.perturb(drawn, 0.05, random).blocks().get(0);
      bankSizes.add(block.bankSize());
      counts.add(block.ops().size());
      ops.add(block.ops().get(0));
    }
    assertThat(bankSizes).containsExactlyInAnyOrder(1, 2, 4, 8);
    assertThat(counts).hasSizeGreaterThan(4);
    assertThat(ops.stream().map(Op::reads).distinct()).hasSizeGreaterThan(4);
    assertThat(ops.stream().map(Op::width).distinct()).hasSizeGreaterThan(2);
    assertThat(ops.stream().map(Op::writes).distinct()).hasSizeGreaterThan(4);
    assertThat(ops.stream().map(Op::convolutions).distinct()).hasSizeGreaterThan(10);
  }

  @Test
  void layoutsGatesAndNonlinearitiesChangeOneByOne() {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .from(PAPER)
            .variableOps()
            .gates(GateStyle.ADD_SPLIT)
            .nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH))
            .build();
    Set<OpLayout> layouts = new HashSet<>();
    Set<Gate> gates = new HashSet<>();
    Set<List<Nonlinearity>> nonlinearities = new HashSet<>();
    MemoryBank drawn = sampleWithGate(space);
    Op old = drawn.blocks().get(0).ops().get(0);
    for (int index = 0; index < 3_000; index++) {
      Op op = space.perturb(drawn, 0.05, random).blocks().get(0).ops().get(0);
      layouts.add(op.layout());
      if (op.layout() == old.layout()) {
        gates.add(op.gate());
        nonlinearities.add(
            op.convolutions().stream().map(ConvolutionChoice::nonlinearity).toList());
      }
    }
    assertThat(layouts).containsExactlyInAnyOrder(OpLayout.values());
    assertThat(gates).containsExactlyInAnyOrder(Gate.values());
    assertThat(nonlinearities).hasSizeGreaterThan(5);
  }

  @Test
  void everyElementOfAnOpChangesWhileTheRestStays() {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .from(PAPER)
            .maxBankChannels(32)
            .variableOps()
            .gates(GateStyle.MULTIPLY)
            .nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH))
            .build();
    Set<List<String>> changes = new HashSet<>();
    for (int index = 0; index < 300; index++) {
      MemoryBank drawn = index % 2 == 0 ? space.sample(random) : sampleWithGate(space);
      for (int step = 0; step < 50; step++) {
        Op op = space.perturb(drawn, 0.02, random).blocks().get(0).ops().get(0);
        changes.add(differences(drawn.blocks().get(0).ops().get(0), op));
      }
    }
    assertThat(changes.stream().filter(differences -> differences.size() == 1))
        .extracting(differences -> differences.get(0))
        .containsExactlyInAnyOrder(
            "reads",
            "width",
            "writes",
            "layout",
            "gate",
            "kernelHeight",
            "kernelWidth",
            "dilationHeight",
            "dilationWidth",
            "groups",
            "nonlinearity");
  }

  private static List<String> differences(Op old, Op op) {
    List<String> differences = new ArrayList<>();
    addIf(!op.reads().equals(old.reads()), "reads", differences);
    addIf(op.width() != old.width(), "width", differences);
    addIf(!op.writes().equals(old.writes()), "writes", differences);
    addIf(op.layout() != old.layout(), "layout", differences);
    addIf(op.gate() != old.gate(), "gate", differences);
    int both = Math.min(op.convolutions().size(), old.convolutions().size());
    for (int index = 0; index < both; index++) {
      ConvolutionChoice left = old.convolutions().get(index);
      ConvolutionChoice right = op.convolutions().get(index);
      addIf(left.kernelHeight() != right.kernelHeight(), "kernelHeight", differences);
      addIf(left.kernelWidth() != right.kernelWidth(), "kernelWidth", differences);
      addIf(left.dilationHeight() != right.dilationHeight(), "dilationHeight", differences);
      addIf(left.dilationWidth() != right.dilationWidth(), "dilationWidth", differences);
      addIf(left.groups() != right.groups(), "groups", differences);
      addIf(left.nonlinearity() != right.nonlinearity(), "nonlinearity", differences);
    }
    return differences;
  }

  private static void addIf(boolean differs, String name, List<String> differences) {
    if (differs) {
      differences.add(name);
    }
  }

  /** A sample whose first op is big and has a gate. */
  private MemoryBank sampleWithGate(MemoryBankSpace space) {
    return Stream.generate(() -> space.sample(random))
        .filter(
            architecture -> {
              Op op = architecture.blocks().get(0).ops().get(0);
              return op.layout() == OpLayout.BIG && op.gate() != Gate.NONE;
            })
        .findFirst()
        .orElseThrow();
  }

  /** What a new layout keeps of the old one is as it was. */
  @Test
  void convolutionsKeepTheirChoicesWhenTheLayoutChanges() {
    MemoryBankSpace space = MemoryBankSpace.builder().from(PAPER).variableOps().build();
    int kept = 0;
    int changed = 0;
    for (int index = 0; index < 2_000; index++) {
      MemoryBank drawn = space.sample(random);
      Op old = drawn.blocks().get(0).ops().get(0);
      Op op = space.perturb(drawn, 0.02, random).blocks().get(0).ops().get(0);
      if (op.reads().equals(old.reads()) && op.layout() != old.layout()) {
        changed++;
        kept += op.convolutions().get(0).equals(old.convolutions().get(0)) ? 1 : 0;
      }
    }
    assertThat(changed).isGreaterThan(20);
    assertThat(kept).isGreaterThan(changed / 2);
  }

  @Test
  void aSmallProbabilityKeepsMostOfAnArchitecture() {
    MemoryBank drawn = PAPER.sample(random);
    long kept =
        IntStream.range(0, 1_000)
            .mapToObj(index -> PAPER.perturb(drawn, 0.001, random))
            .filter(drawn::equals)
            .count();
    assertThat(kept).isBetween(500L, 950L);
  }

  @Test
  void equalSeedsGiveEqualResults() {
    MemoryBank drawn = PAPER.sample(new SplittableRandom(1));
    assertThat(PAPER.sample(new SplittableRandom(1))).isEqualTo(drawn);
    assertThat(PAPER.perturb(drawn, 0.2, new SplittableRandom(2)))
        .isEqualTo(PAPER.perturb(drawn, 0.2, new SplittableRandom(2)))
        .isNotEqualTo(PAPER.perturb(drawn, 0.2, new SplittableRandom(3)));
  }

  @Test
  void aForeignArchitectureOrProbabilityIsRefused() {
    MemoryBank drawn = PAPER.sample(random);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAPER.perturb(new MemoryBank(ImmutableList.of()), 0.1, random))
        .withMessageContaining("0 block(s)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAPER.perturb(drawn, 1.5, random))
        .withMessageContainingAll("probability", "1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAPER.perturb(drawn, Double.NaN, random))
        .withMessageContaining("NaN");
  }
}
