package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import picocli.CommandLine.Option;

/** The architecture of a HyperNet of the paper's kind. */
final class PaperHyperNetOptions {
  @Option(
      names = "--hypernet-front",
      paramLabel = "N",
      description = "Channels of its first convolution.")
  private int front = HyperNetArchitecture.paper().frontChannels();

  @Option(
      names = "--hypernet-growth",
      paramLabel = "N",
      description = "Channels that each of its layers adds.")
  private int growth = HyperNetArchitecture.paper().growth();

  @Option(
      names = "--hypernet-depth",
      paramLabel = "N,N,...",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "8,10,4",
      description = "Layers of each of its dense blocks.")
  private List<Integer> depths = HyperNetArchitecture.paper().depths();

  HyperNetArchitecture architecture() {
    return new ConvolutionalHyperNet(front, growth, ImmutableList.copyOf(depths));
  }
}
