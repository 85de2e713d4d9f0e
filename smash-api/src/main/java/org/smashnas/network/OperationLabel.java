package org.smashnas.network;

import com.google.common.base.Ascii;

/** What drawings say about an operation, in few characters. */
final class OperationLabel implements Operation.Visitor<String> {

  @Override
  public String visit(Operation.Input operation) {
    return "input";
  }

  @Override
  public String visit(Operation.Convolution operation) {
    WeightShape kernel = operation.kernel().shape();
    StringBuilder label = new StringBuilder("conv ");
    label.append(kernel.height()).append('x').append(kernel.width());
    if (operation.dilationHeight() > 1 || operation.dilationWidth() > 1) {
      label
          .append(" d")
          .append(operation.dilationHeight())
          .append('x')
          .append(operation.dilationWidth());
    }
    if (operation.groups() > 1) {
      label.append(" g").append(operation.groups());
    }
    if (operation.stride() > 1) {
      label.append(" /").append(operation.stride());
    }
    return label.toString();
  }

  @Override
  public String visit(Operation.Dense operation) {
    return "dense";
  }

  @Override
  public String visit(Operation.BatchNorm operation) {
    return "batch norm";
  }

  @Override
  public String visit(Operation.Activation operation) {
    return lowerCase(operation.nonlinearity());
  }

  @Override
  public String visit(Operation.Sum operation) {
    return "sum";
  }

  @Override
  public String visit(Operation.Product operation) {
    return "product";
  }

  @Override
  public String visit(Operation.Concat operation) {
    return "concat";
  }

  @Override
  public String visit(Operation.ChannelSlice operation) {
    int last = operation.start() + (operation.count() - 1) * operation.stride();
    String step = operation.stride() > 1 ? " step " + operation.stride() : "";
    return "channels " + operation.start() + "-" + last + step;
  }

  @Override
  public String visit(Operation.Pool operation) {
    return lowerCase(operation.kind())
        + " pool "
        + operation.size()
        + "x"
        + operation.size()
        + (operation.stride() > 1 ? " /" + operation.stride() : "");
  }

  @Override
  public String visit(Operation.GlobalMean operation) {
    return "global mean";
  }

  @Override
  public String visit(Operation.Zero operation) {
    return "zero";
  }

  private static String lowerCase(Enum<?> constant) {
    return Ascii.toLowerCase(constant.name()).replace('_', '-');
  }
}
