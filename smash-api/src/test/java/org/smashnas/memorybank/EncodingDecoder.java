package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Nonlinearity;
import org.smashnas.space.ConditionFields.Field;
import org.smashnas.space.Encoding;

/** Reads an architecture back from the numbers that its HyperNet sees, and from nothing else. */
final class EncodingDecoder {
  private final MemoryBankSpace space;
  private final int features;
  private final int positions;

  EncodingDecoder(MemoryBankSpace space) {
    this.space = space;
    this.features = space.weightGrid().fields().size();
    this.positions = space.weightGrid().positions();
  }

  float[] numbers(MemoryBank architecture) {
    Encoding encoding = Encoding.of(space.network(architecture), space.weightGrid());
    float[] numbers = new float[encoding.slices() * positions * features];
    encoding.write(FloatBuffer.wrap(numbers));
    return numbers;
  }

  /** An op starts where the place of the slice in its op is 0. */
  MemoryBank decode(float[] numbers) {
    int slices = numbers.length / (positions * features);
    TreeMap<Integer, List<Op>> ops = new TreeMap<>();
    TreeMap<Integer, Integer> bankSizes = new TreeMap<>();
    int start = 0;
    for (int slice = 1; slice <= slices; slice++) {
      if (slice == slices || value(numbers, slice, "slice") == 0) {
        int block = value(numbers, start, "block");
        Op op = op(numbers, start);
        assertSlices(numbers, start, slice, op);
        ops.computeIfAbsent(block, key -> new ArrayList<>()).add(op);
        bankSizes.put(block, (slice - start) * space.depthCompression() / op.reads().size());
        start = slice;
      }
    }
    return new MemoryBank(
        ops.entrySet().stream()
            .map(
                block ->
                    new Block(
                        bankSizes.get(block.getKey()), ImmutableList.copyOf(block.getValue())))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Each slice of an op tells the whole op, which part of it the slice is, and which banks are its
   * own; over the width of the 1x1, and beyond it nothing.
   */
  private void assertSlices(float[] numbers, int start, int end, Op op) {
    int inputs = (end - start) * space.depthCompression();
    int bankSize = inputs / op.reads().size();
    int oneByOne = new SpaceOracle(space).oneByOne(new Block(bankSize, ImmutableList.of(op)), op);
    check(value(numbers, start, "oneByOneWidth") == oneByOne - 1, "width of the 1x1");
    for (int slice = start; slice < end; slice++) {
      check(value(numbers, slice, "slice") == slice - start, "place of the slice");
      Set<Integer> own = new TreeSet<>();
      for (int input = 0; input < space.depthCompression(); input++) {
        int read = (slice - start) * space.depthCompression() + input;
        own.add(op.reads().get(read / bankSize));
      }
      check(own.equals(new TreeSet<>(marked(numbers, slice, "sliceBanks"))), "banks of the slice");
      assertLike(numbers, start, slice);
      assertPositions(numbers, slice, oneByOne);
    }
  }

  private void assertLike(float[] numbers, int start, int slice) {
    for (String name : space.weightGrid().fields().fields().keySet()) {
      boolean own = name.equals("slice") || name.equals("sliceBanks");
      check(own || marked(numbers, slice, name).equals(marked(numbers, start, name)), name);
    }
  }

  private void assertPositions(float[] numbers, int slice, int oneByOne) {
    int first = slice * positions * features;
    for (int position = 0; position < positions; position++) {
      for (int feature = 0; feature < features; feature++) {
        float expected = position < oneByOne ? numbers[first + feature] : -1;
        check(numbers[first + position * features + feature] == expected, "beyond the 1x1");
      }
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private Op op(float[] numbers, int slice) {
    OpLayout layout =
        chosen(OpLayout.values(), space.layouts().keySet(), value(numbers, slice, "layout"));
    ImmutableList<ConvolutionChoice> convolutions =
        SpaceOracle.slots(layout).stream()
            .map(slot -> choice(numbers, slice, "convolution" + slot))
            .collect(ImmutableList.toImmutableList());
    assertNothingElseIsMarked(numbers, slice, layout);
    return new Op(
        marked(numbers, slice, "reads"),
        1 + value(numbers, slice, "width"),
        marked(numbers, slice, "writes"),
        layout,
        List.of(Gate.NONE, Gate.FIRST, Gate.SECOND).get(value(numbers, slice, "gate")),
        convolutions);
  }

  private ConvolutionChoice choice(float[] numbers, int slice, String convolution) {
    List<Integer> groups =
        IntStream.rangeClosed(1, Math.min(space.maxGroups(), space.bankChannels()))
            .filter(divisor -> space.bankChannels() % divisor == 0)
            .boxed()
            .toList();
    return new ConvolutionChoice(
        3 + 2 * value(numbers, slice, convolution + ".kernelHeight"),
        3 + 2 * value(numbers, slice, convolution + ".kernelWidth"),
        1 + value(numbers, slice, convolution + ".dilationHeight"),
        1 + value(numbers, slice, convolution + ".dilationWidth"),
        groups.get(value(numbers, slice, convolution + ".groups")),
        chosen(
            Nonlinearity.values(),
            space.nonlinearities(),
            value(numbers, slice, convolution + ".nonlinearity")));
  }

  /** The value of some rank among those that the space allows, in the order of declaration. */
  private static <T> T chosen(T[] declared, Set<T> allowed, int rank) {
    return Arrays.stream(declared).filter(allowed::contains).toList().get(rank);
  }

  /** An inactive convolution marks nothing. */
  private void assertNothingElseIsMarked(float[] numbers, int slice, OpLayout layout) {
    for (String name : space.weightGrid().fields().fields().keySet()) {
      boolean inactive =
          name.startsWith("convolution")
              && !SpaceOracle.slots(layout).contains(name.charAt("convolution".length()) - '0');
      if (inactive && !marked(numbers, slice, name).isEmpty()) {
        throw new AssertionError(name + " is marked for layout " + layout);
      }
    }
  }

  private int value(float[] numbers, int slice, String field) {
    ImmutableList<Integer> marked = marked(numbers, slice, field);
    if (marked.size() != 1) {
      throw new AssertionError(field + " has marks " + marked + " on slice " + slice);
    }
    return marked.get(0);
  }

  /** The first position belongs to every 1x1. */
  private ImmutableList<Integer> marked(float[] numbers, int slice, String name) {
    Field field = space.weightGrid().fields().field(name);
    int first = slice * positions * features + field.offset();
    return IntStream.range(0, field.size())
        .filter(value -> numbers[first + value] == 1)
        .boxed()
        .collect(ImmutableList.toImmutableList());
  }
}
