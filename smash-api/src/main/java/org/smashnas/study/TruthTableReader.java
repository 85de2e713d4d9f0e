package org.smashnas.study;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.smashnas.file.FileFailure;

/** Reads a table of truths once. */
final class TruthTableReader<A> {
  private final Path file;
  private final Function<String, A> architectureOf;
  private final ImmutableList<String> columns;
  private final Map<A, Integer> lines = new HashMap<>();
  private int line = 1;

  TruthTableReader(Path file, Function<String, A> architectureOf, ImmutableList<String> columns) {
    this.file = file;
    this.architectureOf = architectureOf;
    this.columns = columns;
  }

  ImmutableMap<A, ImmutableList<Double>> read() {
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .build();
    try (InputStream content = open();
        MappingIterator<String[]> rows = mapper.readerFor(String[].class).readValues(content)) {
      return read(rows);
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(
          place() + failure.getOriginalMessage() + "; write comma-separated values", failure);
    } catch (IOException failure) {
      throw FileFailure.of(
          "read " + file,
          failure,
          "check the path, and that only a name of a packed file ends in .gz");
    }
  }

  private InputStream open() throws IOException {
    InputStream content = Files.newInputStream(file);
    if (!file.toString().endsWith(".gz")) {
      return content;
    }
    try {
      return new GZIPInputStream(content);
    } catch (IOException failure) {
      content.close();
      throw failure;
    }
  }

  private ImmutableMap<A, ImmutableList<Double>> read(MappingIterator<String[]> rows)
      throws IOException {
    checkArgument(rows.hasNextValue(), "%s is empty; give it a header line and rows", file);
    ImmutableList<String> header = ImmutableList.copyOf(rows.nextValue());
    int[] places = columns.stream().mapToInt(column -> place(column, header)).toArray();
    ImmutableMap.Builder<A, ImmutableList<Double>> truths = ImmutableMap.builder();
    while (rows.hasNextValue()) {
      line++;
      String[] row = rows.nextValue();
      if (row.length == 1 && row[0].isEmpty()) {
        continue;
      }
      checkArgument(
          row.length == header.size(),
          "%s has %s values, but the header has %s; give each row one for each column",
          place(),
          row.length,
          header.size());
      truths.put(architecture(row[0]), numbers(row, header, places));
    }
    checkArgument(!lines.isEmpty(), "%s has a header, but no rows; give it architectures", file);
    return truths.buildOrThrow();
  }

  private int place(String column, ImmutableList<String> header) {
    int place = header.indexOf(column);
    checkArgument(
        place >= 1 && place == header.lastIndexOf(column),
        "%s has no column %s to rank by, or several; name one of %s",
        file,
        column,
        header.subList(Math.min(1, header.size()), header.size()));
    return place;
  }

  private A architecture(String text) {
    A architecture;
    try {
      architecture = architectureOf.apply(text);
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          String.format(
              "%s architecture %s is unknown: %s; correct the row, leave it out, or read the table"
                  + " into its own space",
              place(), text, unknown.getMessage()),
          unknown);
    }
    Integer earlier = lines.putIfAbsent(architecture, line);
    checkArgument(
        earlier == null,
        "%s architecture %s is that of line %s again; keep one of the two",
        place(),
        text,
        earlier);
    return architecture;
  }

  private ImmutableList<Double> numbers(String[] row, ImmutableList<String> header, int[] places) {
    return Arrays.stream(places)
        .mapToObj(
            place ->
                number(row[place])
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                String.format(
                                    "%s %s of architecture %s is \"%s\"; write a finite number, or"
                                        + " leave the row out",
                                    place(), header.get(place), row[0], row[place]))))
        .collect(ImmutableList.toImmutableList());
  }

  /** Decimal numbers alone: Java's own parser also takes NaN, 1d and 0x1p3. */
  private static OptionalDouble number(String text) {
    try {
      double number = new BigDecimal(text).doubleValue();
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException none) {
      return OptionalDouble.empty();
    }
  }

  private String place() {
    return file + ", line " + line + ":";
  }
}
