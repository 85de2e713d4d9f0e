package org.smashnas.json;

/** A part of a long text, for messages. */
public final class Excerpt {
  private static final int CONTEXT = 60;

  private Excerpt() {}

  /**
   * Shows where in a text something is.
   *
   * @param text any text
   * @param place from 0 to the text's length
   * @return up to 60 characters on both sides of the place; where the text goes on, three dots
   */
  public static String around(String text, int place) {
    int start = Math.max(0, place - CONTEXT);
    int end = Math.min(text.length(), place + CONTEXT);
    return (start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : "");
  }
}
