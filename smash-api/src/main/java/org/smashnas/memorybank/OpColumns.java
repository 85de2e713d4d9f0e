package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.util.function.ToIntFunction;

/**
 * Where the parts of the ops of one block stand, so that they line up; pixels from the left edge of
 * an op's box. A part that no op has takes no room.
 */
record OpColumns(
    int oneByOneWidth, int firstWidth, boolean gates, int secondWidth, boolean joins, int outputs) {
  static final int TAG = 44;
  static final int GAP = 16;
  static final int JOINT = 8;

  static OpColumns of(ImmutableList<OpPicture> ops) {
    return new OpColumns(
        widest(ops, OpPicture::oneByOneWidth),
        widest(ops, op -> op.convolutionWidth(0, 2)),
        ops.stream().anyMatch(OpPicture::joinsFirst),
        widest(ops, op -> op.convolutionWidth(1, 3)),
        ops.stream().anyMatch(OpPicture::joinsSecond),
        widest(ops, OpPicture::outputsWidth));
  }

  private static int widest(ImmutableList<OpPicture> ops, ToIntFunction<OpPicture> width) {
    return ops.stream().mapToInt(width).max().orElseThrow();
  }

  int oneByOne() {
    return TAG + GAP;
  }

  int first() {
    return oneByOne() + oneByOneWidth + GAP;
  }

  /** The centre of the first junction. */
  int gate() {
    return first() + firstWidth + GAP + JOINT;
  }

  int second() {
    return first() + firstWidth + (gates ? GAP + 2 * JOINT : 0) + GAP;
  }

  private int behindSecond() {
    return secondWidth == 0 ? second() : second() + secondWidth + GAP;
  }

  /** The centre of the second junction. */
  int join() {
    return behindSecond() + JOINT;
  }

  int output() {
    return joins ? behindSecond() + 2 * JOINT + GAP : behindSecond();
  }

  int width() {
    return output() + outputs;
  }
}
