package org.smashnas.examples.commands;

import org.smashnas.examples.data.NamedDataset;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.Precision;
import org.smashnas.memorybank.ActivationOrder;
import org.smashnas.memorybank.OpNorms;
import org.smashnas.network.Nonlinearity;
import picocli.CommandLine;

/** Command lines that read the types of the options here. */
public final class CommandLines {
  private CommandLines() {}

  /**
   * Teaches a command line and its subcommands the types of the options.
   *
   * @param line the command line
   * @return the same
   */
  public static CommandLine withTypes(CommandLine line) {
    return line.registerConverter(NamedDataset.class, new EnumWords<>(NamedDataset.class))
        .registerConverter(NamedSpace.class, new EnumWords<>(NamedSpace.class))
        .registerConverter(NamedHyperNet.class, new EnumWords<>(NamedHyperNet.class))
        .registerConverter(Setting.class, new EnumWords<>(Setting.class))
        .registerConverter(OpLayouts.class, new EnumWords<>(OpLayouts.class))
        .registerConverter(Gates.class, new EnumWords<>(Gates.class))
        .registerConverter(Nonlinearity.class, new EnumWords<>(Nonlinearity.class))
        .registerConverter(ActivationOrder.class, new EnumWords<>(ActivationOrder.class))
        .registerConverter(OpNorms.class, new EnumWords<>(OpNorms.class))
        .registerConverter(Devices.class, new ParsedType<>(Devices::parse))
        .registerConverter(Precision.class, new ParsedType<>(Precision::parse))
        .registerConverter(ScheduleKind.class, new EnumWords<>(ScheduleKind.class))
        .registerConverter(SearchObjective.class, new EnumWords<>(SearchObjective.class));
  }
}
