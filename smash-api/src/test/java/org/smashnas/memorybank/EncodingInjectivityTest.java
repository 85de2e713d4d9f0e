package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Nonlinearity;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.ConditionFields.Field;
import org.smashnas.space.Encoding;

class EncodingInjectivityTest {
  private static final ImmutableList<Nonlinearity> NONLINEARITIES =
      ImmutableList.copyOf(Nonlinearity.values());

  private static final MemoryBankSpace PAPER =
      MemoryBankSpace.builder().input(32, 32, 3).classes(10).build();

  private static final MemoryBankSpace WHOLE =
      MemoryBankSpace.builder()
          .input(32, 32, 3)
          .classes(10)
          .variableOps()
          .gates(GateStyle.MULTIPLY)
          .nonlinearities(NONLINEARITIES)
          .build();

  /** What can be read back cannot be confused. */
  @Test
  void theArchitectureIsReadBackFromTheNumbersAlone() {
    SplittableRandom random = new SplittableRandom(31);
    RandomSettings settings = new RandomSettings(random);
    for (int index = 0; index < 400; index++) {
      MemoryBankSpace space = index % 20 == 0 ? PAPER : index % 20 == 1 ? WHOLE : settings.next();
      MemoryBank drawn = space.sample(random, random.nextDouble());
      EncodingDecoder decoder = new EncodingDecoder(space);
      assertThat(decoder.decode(decoder.numbers(drawn))).isEqualTo(drawn);
    }
  }

  @Test
  void distinctArchitecturesHaveDistinctEncodings() {
    SplittableRandom random = new SplittableRandom(32);
    Set<MemoryBank> architectures = new HashSet<>();
    Set<List<?>> encodings = new HashSet<>();
    for (int index = 0; index < 300; index++) {
      MemoryBank drawn = WHOLE.sample(random);
      for (int neighbour = 0; neighbour < 3; neighbour++) {
        architectures.add(drawn);
        encodings.add(conditions(WHOLE, drawn));
        drawn = WHOLE.perturb(drawn, 0.001, random);
      }
    }
    assertThat(architectures.size()).isGreaterThan(450);
    assertThat(encodings.size()).isEqualTo(architectures.size());
  }

  @Test
  void neighboursByOneElementHaveDistinctNumbers() {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .input(32, 32, 3)
            .classes(10)
            .blocks(2)
            .depth(8)
            .width(2)
            .maxBankChannels(32)
            .variableOps()
            .gates(GateStyle.ADD_SPLIT)
            .nonlinearities(
                ImmutableSet.of(Nonlinearity.GELU, Nonlinearity.RELU, Nonlinearity.TANH))
            .build();
    SplittableRandom random = new SplittableRandom(33);
    for (int index = 0; index < 5; index++) {
      Set<MemoryBank> near = neighbours(space, space.sample(random));
      assertThat(near.size()).isGreaterThan(100);
      EncodingDecoder decoder = new EncodingDecoder(space);
      Set<BitSet> marks = new HashSet<>();
      for (MemoryBank neighbour : near) {
        float[] numbers = decoder.numbers(neighbour);
        marks.add(marks(numbers));
        assertThat(decoder.decode(numbers)).isEqualTo(neighbour);
      }
      assertThat(marks.size()).isEqualTo(near.size());
    }
  }

  private static BitSet marks(float[] numbers) {
    BitSet marks = new BitSet();
    for (int index = 0; index < numbers.length; index++) {
      marks.set(index, numbers[index] == 1);
    }
    return marks;
  }

  private static List<?> conditions(MemoryBankSpace space, MemoryBank architecture) {
    return Encoding.of(space.network(architecture), space.weightGrid()).weights().stream()
        .map(Encoding.Placement::condition)
        .toList();
  }

  /** The architecture and all that differ from it in one element of one op. */
  private static Set<MemoryBank> neighbours(MemoryBankSpace space, MemoryBank architecture) {
    Set<MemoryBank> near = new HashSet<>();
    near.add(architecture);
    for (int block = 0; block < architecture.blocks().size(); block++) {
      for (int op = 0; op < architecture.blocks().get(block).ops().size(); op++) {
        for (UnaryOperator<Op> change : changes()) {
          MemoryBank changed = with(architecture, block, op, change);
          if (isInside(space, changed)) {
            near.add(changed);
          }
        }
      }
    }
    return near;
  }

  private static List<UnaryOperator<Op>> changes() {
    List<UnaryOperator<Op>> changes = new ArrayList<>();
    for (int value = 0; value < 16; value++) {
      int bank = value;
      changes.add(op -> with(op, toggled(op.reads(), bank), op.width(), op.writes()));
      changes.add(op -> with(op, op.reads(), op.width(), toggled(op.writes(), bank)));
      changes.add(op -> with(op, op.reads(), bank, op.writes()));
      for (int axis = 0; axis < 6; axis++) {
        int element = axis;
        for (int slot = 0; slot < 4; slot++) {
          int index = slot;
          changes.add(op -> with(op, index, element, bank));
        }
      }
    }
    for (Gate gate : Gate.values()) {
      changes.add(
          op -> new Op(op.reads(), op.width(), op.writes(), op.layout(), gate, op.convolutions()));
    }
    for (OpLayout layout : OpLayout.values()) {
      changes.add(op -> with(op, layout));
    }
    return changes;
  }

  private static Op with(
      Op old, ImmutableList<Integer> reads, int width, ImmutableList<Integer> writes) {
    return new Op(reads, width, writes, old.layout(), old.gate(), old.convolutions());
  }

  private static Op with(Op old, int index, int element, int value) {
    if (index >= old.convolutions().size()) {
      return old;
    }
    List<ConvolutionChoice> choices = new ArrayList<>(old.convolutions());
    choices.set(index, with(choices.get(index), element, value));
    return new Op(
        old.reads(),
        old.width(),
        old.writes(),
        old.layout(),
        old.gate(),
        ImmutableList.copyOf(choices));
  }

  /** Another layout, all of whose convolutions are as the old one's first. */
  private static Op with(Op old, OpLayout layout) {
    return new Op(
        old.reads(),
        old.width(),
        old.writes(),
        layout,
        old.gate(),
        ImmutableList.copyOf(
            Collections.nCopies(layout.slots().size(), old.convolutions().get(0))));
  }

  private static ImmutableList<Integer> toggled(ImmutableList<Integer> banks, int bank) {
    TreeSet<Integer> toggled = new TreeSet<>(banks);
    if (!toggled.remove(bank)) {
      toggled.add(bank);
    }
    return ImmutableList.copyOf(toggled);
  }

  private static ConvolutionChoice with(ConvolutionChoice old, int element, int value) {
    return new ConvolutionChoice(
        element == 0 ? value : old.kernelHeight(),
        element == 1 ? value : old.kernelWidth(),
        element == 2 ? value : old.dilationHeight(),
        element == 3 ? value : old.dilationWidth(),
        element == 4 ? value : old.groups(),
        element == 5 && value < NONLINEARITIES.size()
            ? NONLINEARITIES.get(value)
            : old.nonlinearity());
  }

  private static MemoryBank with(MemoryBank old, int block, int op, UnaryOperator<Op> change) {
    List<Block> blocks = new ArrayList<>(old.blocks());
    List<Op> ops = new ArrayList<>(blocks.get(block).ops());
    ops.set(op, change.apply(ops.get(op)));
    blocks.set(block, new Block(blocks.get(block).bankSize(), ImmutableList.copyOf(ops)));
    return new MemoryBank(ImmutableList.copyOf(blocks));
  }

  private static boolean isInside(MemoryBankSpace space, MemoryBank architecture) {
    try {
      space.validate(architecture);
      return true;
    } catch (IllegalArgumentException outside) {
      return false;
    }
  }

  @Test
  void fieldsLieOneBehindTheOther() {
    RandomSettings settings = new RandomSettings(new SplittableRandom(36));
    for (int index = 0; index < 300; index++) {
      ConditionFields fields = settings.next().weightGrid().fields();
      int next = 0;
      for (Field field : fields.fields().values()) {
        assertThat(field.offset()).as("%s", field).isEqualTo(next);
        assertThat(field.size()).isPositive();
        next += field.size();
      }
      assertThat(fields.size()).isEqualTo(next);
    }
  }

  /** An op's slices stay the same whatever the other ops are. */
  @Test
  void noOpMarksTheSlicesOfAnother() {
    SplittableRandom random = new SplittableRandom(37);
    RandomSettings settings = new RandomSettings(random);
    int compared = 0;
    for (int index = 0; index < 100; index++) {
      MemoryBankSpace space = settings.next();
      MemoryBank drawn = space.sample(random);
      EncodingDecoder decoder = new EncodingDecoder(space);
      float[] numbers = decoder.numbers(drawn);
      MemoryBank changed = withLastOpOf(drawn, space.perturb(drawn, 1, random));
      if (isInside(space, changed)) {
        float[] other = decoder.numbers(changed);
        Encoding encoding = Encoding.of(space.network(drawn), space.weightGrid());
        int lastOp = encoding.weights().get(encoding.weights().size() - 1).firstSlice();
        int cells = lastOp * space.weightGrid().positions() * space.weightGrid().fields().size();
        assertThat(Arrays.copyOf(other, cells)).isEqualTo(Arrays.copyOf(numbers, cells));
        compared += changed.equals(drawn) ? 0 : 1;
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  private static MemoryBank withLastOpOf(MemoryBank old, MemoryBank source) {
    int last = old.blocks().size() - 1;
    Op op = Iterables.getLast(source.blocks().get(last).ops());
    return with(old, last, old.blocks().get(last).ops().size() - 1, same -> op);
  }

  @Test
  void opsTakeDisjointSlicesThatCoverTheAxis() {
    SplittableRandom random = new SplittableRandom(34);
    RandomSettings settings = new RandomSettings(random);
    for (int index = 0; index < 200; index++) {
      MemoryBankSpace space = settings.next();
      MemoryBank drawn = space.sample(random);
      Encoding encoding = Encoding.of(space.network(drawn), space.weightGrid());
      int next = 0;
      for (Encoding.Placement placement : encoding.weights()) {
        assertThat(placement.firstSlice()).isEqualTo(next);
        next += placement.condition().slices().size();
      }
      assertThat(encoding.slices()).isEqualTo(next);
      assertThat(next * space.depthCompression()).isEqualTo(unitsRead(drawn));
    }
  }

  private static int unitsRead(MemoryBank architecture) {
    return architecture.blocks().stream()
        .mapToInt(
            block ->
                block.bankSize() * block.ops().stream().mapToInt(op -> op.reads().size()).sum())
        .sum();
  }

  @Test
  void everySliceNamesItsOwnBanksAmongAllThatTheOpReads() {
    MemoryBankSpace space =
        MemoryBankSpace.builder().input(32, 32, 3).classes(10).depthCompression(3).build();
    SplittableRandom random = new SplittableRandom(35);
    Field reads = space.weightGrid().fields().field("reads");
    Field own = space.weightGrid().fields().field("sliceBanks");
    for (int index = 0; index < 100; index++) {
      Encoding encoding = Encoding.of(space.network(space.sample(random)), space.weightGrid());
      for (Encoding.Placement placement : encoding.weights()) {
        Set<Integer> all = new HashSet<>();
        placement.condition().slices().forEach(marks -> all.addAll(in(own, marks)));
        assertThat(placement.condition().slices())
            .allSatisfy(marks -> assertThat(in(reads, marks)).isEqualTo(all));
      }
    }
  }

  private static Set<Integer> in(Field field, Set<Integer> marks) {
    Set<Integer> values = new HashSet<>();
    for (int mark : marks) {
      if (mark >= field.offset() && mark < field.offset() + field.size()) {
        values.add(mark - field.offset());
      }
    }
    return values;
  }
}
