package org.smashnas.search;

/**
 * A line of a journal, as a part of a longer text: most are long, and are only compared.
 *
 * @param text what has the line in it
 * @param start where the line starts
 * @param end where its check takes the place of its last brace, or where it ends without one
 * @param closing that brace, or nothing
 */
record JournalLine(String text, int start, int end, String closing) {
  boolean startsWith(String prefix) {
    return start + prefix.length() <= end && text.startsWith(prefix, start);
  }

  /**
   * What stands between two marks, the first of which is behind the start; nothing if it does not.
   */
  String between(String before, String after) {
    int from = text.indexOf(before, start) + before.length();
    int to = text.indexOf(after, from);
    return from < start + before.length() || to < 0 || to > end ? "" : text.substring(from, to);
  }

  /** The line, copied. */
  @Override
  public String toString() {
    return text.substring(start, end) + closing;
  }
}
