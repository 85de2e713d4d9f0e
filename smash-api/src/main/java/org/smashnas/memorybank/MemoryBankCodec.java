package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.space.ArchitectureCodec;

/**
 * The JSON of {@link ArchitectureCodec#ofRecord}, written by hand: a search that is resumed
 * compares every architecture with its journal, and so no text is made for it.
 */
final class MemoryBankCodec implements ArchitectureCodec<MemoryBank> {
  private final ArchitectureCodec<MemoryBank> reader = ArchitectureCodec.ofRecord(MemoryBank.class);

  /** Most of an architecture's text are its convolutions, of which few differ. */
  private final Map<ConvolutionChoice, String> convolutions = new ConcurrentHashMap<>();

  @Override
  public MemoryBank fromJson(String json) {
    return reader.fromJson(json);
  }

  @Override
  public String toJson(MemoryBank architecture) {
    Written json = new Written();
    architecture(json, architecture);
    return json.text.toString();
  }

  @Override
  public boolean isJson(MemoryBank architecture, String text, int start, int end) {
    Compared json = new Compared(text, start);
    architecture(json, architecture);
    return json.position == end;
  }

  private void architecture(Json json, MemoryBank architecture) {
    json.add("{\"blocks\":");
    list(json, architecture.blocks(), this::block);
    json.add("}");
  }

  private void block(Json json, Block block) {
    json.add("{\"bankSize\":").add(block.bankSize()).add(",\"ops\":");
    list(json, block.ops(), this::op);
    json.add("}");
  }

  private void op(Json json, Op op) {
    json.add("{\"reads\":[").add(op.reads());
    json.add("],\"width\":").add(op.width());
    json.add(",\"writes\":[").add(op.writes());
    json.add("],\"layout\":\"").add(op.layout().name());
    json.add("\",\"gate\":\"").add(op.gate().name());
    json.add("\",\"convolutions\":");
    list(json, op.convolutions(), this::convolution);
    json.add("}");
  }

  private void convolution(Json json, ConvolutionChoice choice) {
    json.add(convolutions.computeIfAbsent(choice, MemoryBankCodec::text));
  }

  private static String text(ConvolutionChoice choice) {
    Written json = new Written();
    json.add("{\"kernelHeight\":").add(choice.kernelHeight());
    json.add(",\"kernelWidth\":").add(choice.kernelWidth());
    json.add(",\"dilationHeight\":").add(choice.dilationHeight());
    json.add(",\"dilationWidth\":").add(choice.dilationWidth());
    json.add(",\"groups\":").add(choice.groups());
    json.add(",\"nonlinearity\":\"").add(choice.nonlinearity().name()).add("\"}");
    return json.text.toString();
  }

  @FunctionalInterface
  private interface Element<T> {
    void addTo(Json json, T value);
  }

  private static <T> void list(Json json, List<T> values, Element<T> element) {
    json.add("[");
    for (int index = 0; index < values.size(); index++) {
      if (index > 0) {
        json.add(",");
      }
      element.addTo(json, values.get(index));
    }
    json.add("]");
  }

  /** What the parts of the text are added to. */
  private abstract static class Json {
    abstract Json add(String part);

    abstract Json add(int number);

    /** With commas between them. */
    final Json add(ImmutableList<Integer> numbers) {
      for (int index = 0; index < numbers.size(); index++) {
        if (index > 0) {
          add(",");
        }
        add((int) numbers.get(index));
      }
      return this;
    }
  }

  private static final class Written extends Json {
    private static final int USUAL_LENGTH = 1 << 14;

    final StringBuilder text = new StringBuilder(USUAL_LENGTH);

    @Override
    Json add(String part) {
      text.append(part);
      return this;
    }

    @Override
    Json add(int number) {
      text.append(number);
      return this;
    }
  }

  /** Goes along a text while it is the same. */
  private static final class Compared extends Json {
    private static final int DIFFERENT = -1;

    private final String text;
    int position;

    Compared(String text, int position) {
      this.text = text;
      this.position = position;
    }

    @Override
    Json add(String part) {
      position = text.startsWith(part, position) ? position + part.length() : DIFFERENT;
      return this;
    }

    @Override
    Json add(int number) {
      if (number < 0 || number > 99) {
        return add(Integer.toString(number));
      }
      if (number > 9) {
        add((char) ('0' + number / 10));
      }
      add((char) ('0' + number % 10));
      return this;
    }

    private void add(char part) {
      boolean same = position >= 0 && position < text.length() && text.charAt(position) == part;
      position = same ? position + 1 : DIFFERENT;
    }
  }
}
