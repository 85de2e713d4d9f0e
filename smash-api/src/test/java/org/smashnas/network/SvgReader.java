package org.smashnas.network;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads what a picture shows back from its text. */
public final class SvgReader {
  private final Element root;

  private SvgReader(Element root) {
    this.root = root;
  }

  /** Reads a well-formed document; fails on any other text. */
  public static SvgReader read(String svg) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      return new SvgReader(
          factory
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)))
              .getDocumentElement());
    } catch (ParserConfigurationException | SAXException | IOException broken) {
      throw new AssertionError(svg, broken);
    }
  }

  /** Where a shape lies; for a text the width is what its font takes. */
  public record Area(double left, double top, double right, double bottom) {
    /** Whether two areas share more than a border. */
    public boolean overlaps(Area other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  public int width() {
    return (int) number(root, "width");
  }

  public int height() {
    return (int) number(root, "height");
  }

  public String title() {
    return root.getElementsByTagName("title").item(0).getTextContent();
  }

  /** All elements of a kind in the order of drawing. */
  public List<Element> all(String kind) {
    NodeList nodes = root.getElementsByTagName(kind);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(index -> (Element) nodes.item(index))
        .toList();
  }

  /** All elements of a kind and style. */
  public List<Element> all(String kind, String style) {
    return all(kind).stream().filter(shape -> shape.getAttribute("class").equals(style)).toList();
  }

  /** The texts of a style. */
  public List<String> texts(String style) {
    return all("text", style).stream().map(Element::getTextContent).toList();
  }

  public List<Area> rectangles(String style) {
    return all("rect", style).stream().map(SvgReader::rectangle).toList();
  }

  private static Area rectangle(Element shape) {
    double x = number(shape, "x");
    double y = number(shape, "y");
    return new Area(x, y, x + number(shape, "width"), y + number(shape, "height"));
  }

  /** Where the middle-anchored texts of a style lie, in a monospaced font of a size. */
  public List<Area> labels(String style, double size) {
    return all("text", style).stream()
        .map(
            text -> {
              double half = 0.602 * size * text.getTextContent().length() / 2;
              double x = number(text, "x");
              double y = number(text, "y");
              return new Area(x - half, y - 0.75 * size, x + half, y);
            })
        .toList();
  }

  public static double number(Element shape, String attribute) {
    return Double.parseDouble(shape.getAttribute(attribute));
  }
}
