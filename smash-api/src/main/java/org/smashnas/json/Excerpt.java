package org.smashnas.json;

/** A part of a long text, for messages. */
public final class Excerpt {
  private static final int CONTEXT = 60;

  private Excerpt() {}

  /**
   * Up to 60 characters on both sides of a place; where the text goes on, three dots say so.
   *
   * @param place from 0 to the text's length
   */
  public static String around(String text, int place) {
    int start = Math.max(0, place - CONTEXT);
    int end = Math.min(text.length(), place + CONTEXT);
    return (start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : "");
  }
}
