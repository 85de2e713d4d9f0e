package org.smashnas.network;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * A picture that is written as SVG 1.1 text, for drawings of networks and of architectures. Shapes
 * lie over each other in the order in which they are drawn; their colours and fonts are named
 * styles of a style sheet. Coordinates are pixels from the upper left corner, x to the right and y
 * downwards. Equal calls make equal text. Not safe for use by several threads.
 *
 * <pre>{@code
 * SvgPicture picture = new SvgPicture("two banks", ".lane { stroke: gray; }");
 * picture.line("lane", 10, 10, 10, 90).line("lane", 30, 10, 30, 90);
 * String svg = picture.toSvg(40, 100);
 * }</pre>
 */
public final class SvgPicture {
  private static final String REPLACEMENT = "\uFFFD";

  private final String title;
  private final String styleSheet;
  private final StringBuilder shapes = new StringBuilder();

  /**
   * Starts an empty picture on a white ground.
   *
   * @param title what readers are told who cannot see it
   * @param styleSheet CSS with a class for each style
   */
  public SvgPicture(String title, String styleSheet) {
    this.title = title;
    this.styleSheet = styleSheet;
  }

  /**
   * Draws a rectangle with slightly round corners.
   *
   * @param style a class of the style sheet
   * @param x the left edge
   * @param y the upper edge
   * @param width from 0
   * @param height from 0
   * @return this picture
   */
  @CanIgnoreReturnValue
  public SvgPicture rectangle(String style, int x, int y, int width, int height) {
    return shape(
        "rect",
        style,
        attribute("x", x)
            + attribute("y", y)
            + attribute("width", width)
            + attribute("height", height)
            + attribute("rx", 3));
  }

  /**
   * Draws a circle.
   *
   * @param style a class of the style sheet
   * @param x the centre
   * @param y the centre
   * @param radius from 0
   * @return this picture
   */
  @CanIgnoreReturnValue
  public SvgPicture circle(String style, int x, int y, int radius) {
    return shape("circle", style, attribute("cx", x) + attribute("cy", y) + attribute("r", radius));
  }

  /**
   * Draws a straight line.
   *
   * @param style a class of the style sheet
   * @param fromX its start
   * @param fromY its start
   * @param toX its end
   * @param toY its end
   * @return this picture
   */
  @CanIgnoreReturnValue
  public SvgPicture line(String style, int fromX, int fromY, int toX, int toY) {
    return shape(
        "line",
        style,
        attribute("x1", fromX)
            + attribute("y1", fromY)
            + attribute("x2", toX)
            + attribute("y2", toY));
  }

  /**
   * Draws a path.
   *
   * @param style a class of the style sheet
   * @param data the path in SVG's path language, for example {@code M0 0 L10 5}
   * @return this picture
   */
  @CanIgnoreReturnValue
  public SvgPicture path(String style, String data) {
    return shape("path", style, attribute("d", data));
  }

  /**
   * Writes one line of text.
   *
   * @param style a class of the style sheet
   * @param x where the text is anchored: its left end unless the style says otherwise
   * @param y the base line
   * @param text any text; characters that XML cannot hold become U+FFFD
   * @return this picture
   */
  @CanIgnoreReturnValue
  public SvgPicture text(String style, int x, int y, String text) {
    shapes
        .append("<text")
        .append(attribute("class", style))
        .append(attribute("x", x))
        .append(attribute("y", y))
        .append('>')
        .append(escaped(text))
        .append("</text>\n");
    return this;
  }

  /**
   * Ends the picture; it can be drawn on and ended again.
   *
   * @param width at least 1
   * @param height at least 1
   * @return an SVG document, its lines ended by a line feed
   * @throws IllegalArgumentException if the picture has no area
   */
  public String toSvg(int width, int height) {
    checkArgument(
        width >= 1 && height >= 1,
        "picture is %s wide and %s high; both must be at least 1",
        width,
        height);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\""
        + attribute("width", width)
        + attribute("height", height)
        + attribute("viewBox", "0 0 " + width + " " + height)
        + ">\n<title>"
        + escaped(title)
        + "</title>\n<style>\n"
        + escaped(styleSheet.strip())
        + "\n</style>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
        + shapes
        + "</svg>\n";
  }

  @CanIgnoreReturnValue
  private SvgPicture shape(String element, String style, String attributes) {
    shapes
        .append('<')
        .append(element)
        .append(attribute("class", style))
        .append(attributes)
        .append("/>\n");
    return this;
  }

  private static String attribute(String name, Object value) {
    return " " + name + "=\"" + escaped(value.toString()) + "\"";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                  if (isXml(point)) {
                    escaped.appendCodePoint(point);
                  } else {
                    escaped.append(REPLACEMENT);
                  }
                }
              }
            });
    return escaped.toString();
  }

  /** The Char production of XML 1.0; lone surrogates are outside. */
  private static boolean isXml(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= ' ' && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }
}
