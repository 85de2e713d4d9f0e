package org.smashnas.memorybank;

import com.google.common.base.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;

/** What drawings say about the parts of an op. */
final class OpLabels {
  private OpLabels() {}

  /** For example {@code 3x5 d2x1 g4}; no dilation and one group go without saying. */
  static String kernel(ConvolutionChoice choice) {
    StringBuilder label = new StringBuilder();
    label.append(choice.kernelHeight()).append('x').append(choice.kernelWidth());
    if (choice.dilationHeight() > 1 || choice.dilationWidth() > 1) {
      label.append(" d").append(choice.dilationHeight()).append('x').append(choice.dilationWidth());
    }
    if (choice.groups() > 1) {
      label.append(" g").append(choice.groups());
    }
    return label.toString();
  }

  /** For example {@code 3x5 d2x1 g4 relu}. */
  static String convolution(ConvolutionChoice choice) {
    return kernel(choice) + " " + lowerCase(choice.nonlinearity());
  }

  static String lowerCase(Enum<?> constant) {
    return Ascii.toLowerCase(constant.name()).replace('_', '-');
  }

  /** Channels of the op's output; a gate that splits halves them. */
  static int outputs(MemoryBankSpace space, Op op) {
    boolean halved = op.gate() != Gate.NONE && space.gates().orElseThrow() == GateStyle.ADD_SPLIT;
    return op.width() * space.bankChannels() / (halved ? 2 : 1);
  }

  /** Ascending numbers with runs of three and more drawn together: {@code 0-3,5,6}. */
  static String banks(List<Integer> banks) {
    List<String> runs = new ArrayList<>();
    int start = 0;
    while (start < banks.size()) {
      int end = start;
      while (end + 1 < banks.size() && banks.get(end + 1) == banks.get(end) + 1) {
        end++;
      }
      if (end - start >= 2) {
        runs.add(banks.get(start) + "-" + banks.get(end));
      } else {
        banks.subList(start, end + 1).forEach(bank -> runs.add(bank.toString()));
      }
      start = end + 1;
    }
    return String.join(",", runs);
  }
}
