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
  private static final String BLOCK = "block";
  private static final String READS = "reads";
  private static final String SLICE_BANKS = "sliceBanks";
  private static final String SLICE = "slice";
  private static final String WRITES = "writes";
  private static final String WIDTH = "width";
  private static final String ONE_BY_ONE = "oneByOneWidth";
  private static final String KERNEL_HEIGHT = "kernelHeight";
  private static final String KERNEL_WIDTH = "kernelWidth";
  private static final String DILATION_HEIGHT = "dilationHeight";
  private static final String DILATION_WIDTH = "dilationWidth";
  private static final String GROUPS = "groups";

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
    ConditionFields fields =
        ConditionFields.builder()
            .field(BLOCK, space.blocks())
            .field(READS, banks)
            .field(SLICE_BANKS, banks)
            .field(SLICE, slices)
            .field(WRITES, banks)
            .field(WIDTH, space.bankSizes())
            .field(ONE_BY_ONE, positions)
            .field(KERNEL_HEIGHT, kernels)
            .field(KERNEL_WIDTH, kernels)
            .field(DILATION_HEIGHT, space.maxDilation(3))
            .field(DILATION_WIDTH, space.maxDilation(3))
            .field(GROUPS, space.groupChoices().size())
            .build();
    int rows = space.depthCompression() * space.bankChannels();
    return new Conditions(space, new WeightGrid(rows, space.bankChannels(), positions, fields));
  }

  Condition of(int block, int bankSize, Op op) {
    int slices = op.reads().size() * bankSize / space.depthCompression();
    List<ImmutableSortedSet<Integer>> marks = new ArrayList<>(slices);
    for (int slice = 0; slice < slices; slice++) {
      marks.add(marks(block, bankSize, op, slice));
    }
    return Condition.of(marks);
  }

  private ImmutableSortedSet<Integer> marks(int block, int bankSize, Op op, int slice) {
    ConvolutionChoice convolution = op.convolution();
    int oneByOne = OpWidths.oneByOne(space, bankSize, op.reads().size(), op.width());
    return grid.fields()
        .marks()
        .mark(BLOCK, block)
        .markAll(READS, op.reads())
        .markAll(SLICE_BANKS, banksOf(slice, bankSize, op.reads()))
        .mark(SLICE, slice)
        .markAll(WRITES, op.writes())
        .mark(WIDTH, op.width() - 1)
        .mark(ONE_BY_ONE, oneByOne / space.bankChannels() - 1)
        .mark(KERNEL_HEIGHT, (convolution.kernelHeight() - 3) / 2)
        .mark(KERNEL_WIDTH, (convolution.kernelWidth() - 3) / 2)
        .mark(DILATION_HEIGHT, convolution.dilationHeight() - 1)
        .mark(DILATION_WIDTH, convolution.dilationWidth() - 1)
        .mark(GROUPS, space.groupChoices().indexOf(convolution.groups()))
        .features();
  }

  private List<Integer> banksOf(int slice, int bankSize, ImmutableList<Integer> reads) {
    int first = slice * space.depthCompression() / bankSize;
    int last = ((slice + 1) * space.depthCompression() - 1) / bankSize;
    return reads.subList(first, last + 1);
  }
}
