package org.smashnas.study;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Estimates as a table of GitHub's Markdown. */
final class MarkdownTable {
  private MarkdownTable() {}

  /** A table of rows that have the same columns. */
  static String of(String corner, ImmutableMap<String, ImmutableMap<String, Estimate>> rows) {
    ImmutableList<String> columns =
        rows.values().stream()
            .findFirst()
            .map(row -> row.keySet().asList())
            .orElse(ImmutableList.of());
    return line(Stream.concat(Stream.of(corner), columns.stream()))
        + line(Collections.nCopies(columns.size() + 1, "---").stream())
        + rows.entrySet().stream()
            .map(
                row -> line(Stream.concat(Stream.of(row.getKey()), cells(row.getValue().values()))))
            .collect(Collectors.joining());
  }

  private static Stream<String> cells(ImmutableCollection<Estimate> estimates) {
    return estimates.stream().map(Estimate::toString);
  }

  private static String line(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** A name as it stands, whatever characters it has. */
  static String escaped(String name) {
    return name.replaceAll("([\\\\|*_`<\\[])", "\\\\$1");
  }
}
