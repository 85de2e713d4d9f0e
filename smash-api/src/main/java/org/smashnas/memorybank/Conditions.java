package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.ArrayList;
import java.util.List;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Condition;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.WeightGrid;

/**
 * What the HyperNet is told about the 1x1 of an op. Offsets depend on the space alone, never on the
 * annealing.
 */
record Conditions(MemoryBankSpace space, WeightGrid grid) {
  private static final ImmutableList<Gate> GATES = ImmutableList.copyOf(Gate.values());
  private static final String BLOCK = "block";
  private static final String READS = "reads";
  private static final String SLICE_BANKS = "sliceBanks";
  private static final String SLICE = "slice";
  private static final String WRITES = "writes";
  private static final String WIDTH = "width";
  private static final String ONE_BY_ONE = "oneByOneWidth";
  private static final String LAYOUT = "layout";
  private static final String GATE = "gate";
  private static final String KERNEL_HEIGHT = ".kernelHeight";
  private static final String KERNEL_WIDTH = ".kernelWidth";
  private static final String DILATION_HEIGHT = ".dilationHeight";
  private static final String DILATION_WIDTH = ".dilationWidth";
  private static final String GROUPS = ".groups";
  private static final String NONLINEARITY = ".nonlinearity";

  static Conditions of(MemoryBankSpace space) {
    int banks = 1;
    int slices = 1;
    for (BlockRules rules : space.rules()) {
      for (int size : rules.bankSizes(rules.slices(space.maxBudget()))) {
        int most = rules.banks(size, space.maxBudget());
        banks = Math.max(banks, most);
        slices =
            Math.max(slices, rules.cost(most / rules.readStep(size) * rules.readStep(size), size));
      }
    }
    int positions = space.maxBottleneck() * space.bankSizes();
    int kernels = (space.maxKernel() - 1) / 2;
    ConditionFields.Builder fields =
        ConditionFields.builder()
            .field(BLOCK, space.blocks())
            .field(READS, banks)
            .field(SLICE_BANKS, banks)
            .field(SLICE, slices)
            .field(WRITES, banks)
            .field(WIDTH, space.bankSizes())
            .field(ONE_BY_ONE, positions)
            .field(LAYOUT, space.layoutChoices().size())
            .field(GATE, space.gates().isPresent() ? GATES.size() : 1);
    for (int slot : space.slots()) {
      fields
          .field(convolution(slot) + KERNEL_HEIGHT, kernels)
          .field(convolution(slot) + KERNEL_WIDTH, kernels)
          .field(convolution(slot) + DILATION_HEIGHT, space.maxDilation(3))
          .field(convolution(slot) + DILATION_WIDTH, space.maxDilation(3))
          .field(convolution(slot) + GROUPS, space.groupChoices().size())
          .field(convolution(slot) + NONLINEARITY, space.nonlinearityChoices().size());
    }
    int rows = space.depthCompression() * space.bankChannels();
    return new Conditions(
        space, new WeightGrid(rows, space.bankChannels(), positions, fields.build()));
  }

  Condition of(int block, int bankSize, Op op) {
    int slices = op.reads().size() * bankSize / space.depthCompression();
    List<ImmutableSortedSet<Integer>> marks = new ArrayList<>(slices);
    for (int slice = 0; slice < slices; slice++) {
      marks.add(marks(block, bankSize, op, slice));
    }
    return Condition.of(marks);
  }

  private static String convolution(int slot) {
    return "convolution" + slot;
  }

  private ImmutableSortedSet<Integer> marks(int block, int bankSize, Op op, int slice) {
    int oneByOne = OpWidths.oneByOne(space, bankSize, op.reads().size(), op.width());
    ConditionFields.Marks marks =
        grid.fields()
            .marks()
            .mark(BLOCK, block)
            .markAll(READS, op.reads())
            .markAll(SLICE_BANKS, banksOf(slice, bankSize, op.reads()))
            .mark(SLICE, slice)
            .markAll(WRITES, op.writes())
            .mark(WIDTH, op.width() - 1)
            .mark(ONE_BY_ONE, oneByOne / space.bankChannels() - 1)
            .mark(LAYOUT, space.layoutChoices().indexOf(op.layout()))
            .mark(GATE, GATES.indexOf(op.gate()));
    for (int index = 0; index < op.convolutions().size(); index++) {
      mark(marks, convolution(op.layout().slots().get(index)), op.convolutions().get(index));
    }
    return marks.features();
  }

  private void mark(ConditionFields.Marks marks, String name, ConvolutionChoice choice) {
    marks
        .mark(name + KERNEL_HEIGHT, (choice.kernelHeight() - 3) / 2)
        .mark(name + KERNEL_WIDTH, (choice.kernelWidth() - 3) / 2)
        .mark(name + DILATION_HEIGHT, choice.dilationHeight() - 1)
        .mark(name + DILATION_WIDTH, choice.dilationWidth() - 1)
        .mark(name + GROUPS, space.groupChoices().indexOf(choice.groups()))
        .mark(name + NONLINEARITY, space.nonlinearityChoices().indexOf(choice.nonlinearity()));
  }

  private List<Integer> banksOf(int slice, int bankSize, ImmutableList<Integer> reads) {
    int first = slice * space.depthCompression() / bankSize;
    int last = ((slice + 1) * space.depthCompression() - 1) / bankSize;
    return reads.subList(first, last + 1);
  }
}
