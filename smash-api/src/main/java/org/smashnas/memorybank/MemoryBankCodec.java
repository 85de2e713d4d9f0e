package org.smashnas.memorybank;

import java.util.List;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.space.ArchitectureCodec;

/**
 * The JSON of {@link ArchitectureCodec#ofRecord}, written by hand: a search that is resumed writes
 * every architecture again, to compare it with its journal, and this takes a fifth of the time.
 */
final class MemoryBankCodec implements ArchitectureCodec<MemoryBank> {
  private static final int USUAL_LENGTH = 1 << 14;

  private final ArchitectureCodec<MemoryBank> reader = ArchitectureCodec.ofRecord(MemoryBank.class);

  @Override
  public MemoryBank fromJson(String json) {
    return reader.fromJson(json);
  }

  @Override
  public String toJson(MemoryBank architecture) {
    StringBuilder json = new StringBuilder(USUAL_LENGTH).append("{\"blocks\":");
    list(json, architecture.blocks(), MemoryBankCodec::block);
    return json.append('}').toString();
  }

  private static void block(StringBuilder json, Block block) {
    json.append("{\"bankSize\":").append(block.bankSize()).append(",\"ops\":");
    list(json, block.ops(), MemoryBankCodec::op);
    json.append('}');
  }

  private static void op(StringBuilder json, Op op) {
    json.append("{\"reads\":");
    list(json, op.reads(), (text, bank) -> text.append(bank.intValue()));
    json.append(",\"width\":").append(op.width()).append(",\"writes\":");
    list(json, op.writes(), (text, bank) -> text.append(bank.intValue()));
    json.append(",\"layout\":\"").append(op.layout().name());
    json.append("\",\"gate\":\"").append(op.gate().name());
    json.append("\",\"convolutions\":");
    list(json, op.convolutions(), MemoryBankCodec::convolution);
    json.append('}');
  }

  private static void convolution(StringBuilder json, ConvolutionChoice choice) {
    json.append("{\"kernelHeight\":").append(choice.kernelHeight());
    json.append(",\"kernelWidth\":").append(choice.kernelWidth());
    json.append(",\"dilationHeight\":").append(choice.dilationHeight());
    json.append(",\"dilationWidth\":").append(choice.dilationWidth());
    json.append(",\"groups\":").append(choice.groups());
    json.append(",\"nonlinearity\":\"").append(choice.nonlinearity().name()).append("\"}");
  }

  @FunctionalInterface
  private interface Writer<T> {
    void write(StringBuilder json, T value);
  }

  private static <T> void list(StringBuilder json, List<T> values, Writer<T> writer) {
    json.append('[');
    for (int index = 0; index < values.size(); index++) {
      if (index > 0) {
        json.append(',');
      }
      writer.write(json, values.get(index));
    }
    json.append(']');
  }
}
