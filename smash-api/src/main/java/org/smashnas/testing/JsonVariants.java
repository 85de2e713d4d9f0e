package org.smashnas.testing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * JSON texts that differ from a given one in one place: neighbours, which may be other
 * architectures, and malformed texts. It learns values from the texts of a space, so that it can
 * put one enum constant for another.
 */
final class JsonVariants {
  private static final int VALUES_KEPT = 8;
  private static final int PLACES_CHANGED = 100;
  private static final int STEP = 7_919;
  private static final BigDecimal HALF = BigDecimal.valueOf(0.5);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A changed text and what was changed. */
  record Variant(String change, String text) {}

  private record Place(JsonPointer pointer, JsonNode node) {}

  private final JsonMapper mapper =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Values seen at a place, whatever the indices on the way to it. */
  private final Map<String, Set<JsonNode>> values = new LinkedHashMap<>();

  JsonVariants(Collection<String> texts) {
    for (String text : texts) {
      for (Place place : places(text)) {
        Set<JsonNode> seen =
            values.computeIfAbsent(kind(place.pointer()), any -> new LinkedHashSet<>());
        if (seen.size() < VALUES_KEPT) {
          seen.add(place.node());
        }
      }
    }
  }

  boolean isJson(String text) {
    return tree(text).isPresent();
  }

  /** Whether two texts say the same; 1.0 is 1, and the order of fields says nothing. */
  boolean saySame(String left, String right) {
    Optional<JsonNode> one = tree(left);
    Optional<JsonNode> other = tree(right);
    return one.isPresent()
        && other.isPresent()
        && one.get().equals(JsonVariants::compare, other.get());
  }

  private static int compare(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return left.equals(right) ? 0 : 1;
  }

  /**
   * All elements, or so many spread over the list. They are a large prime apart, since elements in
   * step with the list's own order would be of one kind.
   */
  static <T> List<T> spread(List<T> elements, int most) {
    return elements.size() <= most
        ? elements
        : IntStream.range(0, most)
            .mapToObj(index -> elements.get((int) ((long) index * STEP % elements.size())))
            .toList();
  }

  /** Texts with one value changed, a list shortened, doubled or reordered. */
  List<String> neighbours(String text) {
    Set<String> texts = new LinkedHashSet<>();
    List<Place> places = places(text);
    for (Place place : spread(places, PLACES_CHANGED)) {
      JsonNode root = places.get(0).node();
      for (JsonNode replacement : replacements(place)) {
        texts.add(with(root, place, replacement));
      }
    }
    texts.remove(text);
    return List.copyOf(texts);
  }

  private Set<JsonNode> replacements(Place place) {
    Set<JsonNode> replacements = new LinkedHashSet<>();
    JsonNode node = place.node();
    if (node.isIntegralNumber()) {
      BigInteger value = node.bigIntegerValue();
      BigInteger two = BigInteger.TWO;
      for (BigInteger other :
          List.of(
              value.subtract(BigInteger.ONE),
              value.add(BigInteger.ONE),
              value.divide(two),
              value.multiply(two),
              BigInteger.ZERO,
              BigInteger.ONE.negate())) {
        replacements.add(NODES.numberNode(other));
      }
    } else if (node.isBoolean()) {
      replacements.add(NODES.booleanNode(!node.booleanValue()));
    } else if (node instanceof ArrayNode array) {
      replacements.addAll(rearranged(array));
    }
    replacements.addAll(values.getOrDefault(kind(place.pointer()), Set.of()));
    return replacements;
  }

  private static List<JsonNode> rearranged(ArrayNode array) {
    List<JsonNode> lists = new ArrayList<>();
    ArrayNode reversed = NODES.arrayNode();
    for (int index = 0; index < array.size(); index++) {
      ArrayNode shorter = array.deepCopy();
      shorter.remove(index);
      lists.add(shorter);
      lists.add(array.deepCopy().insert(index, array.get(index)));
      reversed.insert(0, array.get(index));
    }
    lists.add(reversed);
    lists.add(NODES.arrayNode());
    return lists;
  }

  /** Texts that no codec writes, or not for an architecture of the same type. */
  List<Variant> malformed(String text) {
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant("nothing", ""));
    variants.add(new Variant("half of it", text.substring(0, text.length() / 2)));
    variants.add(new Variant("all but the last character", text.substring(0, text.length() - 1)));
    variants.add(new Variant("it and more", text + " 1"));
    variants.add(new Variant("it twice", text + text));
    for (String other : List.of("null", "true", "0", "[]", "{}", "\"\"", "[[]]", "not JSON")) {
      variants.add(new Variant(other, other));
    }
    variants.add(new Variant("lists nested 100,000 deep", "[".repeat(100_000)));
    variants.add(new Variant("objects nested 20,000 deep", "{\"a\":".repeat(20_000)));
    List<Place> places = places(text);
    if (!places.isEmpty() && places.get(0).node() instanceof ObjectNode object) {
      object.properties().stream()
          .limit(1)
          .forEach(
              field ->
                  variants.add(
                      new Variant(
                          "/" + field.getKey() + " twice",
                          String.format(
                              "{\"%s\":%s,%s",
                              field.getKey(), field.getValue(), text.substring(1)))));
    }
    for (Place place : spread(places, PLACES_CHANGED)) {
      addMalformed(variants, places.get(0).node(), place);
    }
    return variants;
  }

  private void addMalformed(List<Variant> variants, JsonNode root, Place place) {
    String at = place.pointer().matches() ? "the whole" : place.pointer().toString();
    JsonNode node = place.node();
    if (!place.pointer().matches()) {
      variants.add(new Variant(at + " left out", without(root, place)));
      variants.add(new Variant(at + " null", with(root, place, NODES.nullNode())));
    }
    variants.add(
        new Variant(
            at + " of another type",
            with(
                root,
                place,
                node.isTextual() ? NODES.numberNode(7) : NODES.textNode(asText(node)))));
    variants.add(new Variant(at + " an object", with(root, place, objectFor(node))));
    variants.add(new Variant(at + " a list", with(root, place, NODES.arrayNode().add(node))));
    if (node.isIntegralNumber()) {
      variants.add(
          new Variant(
              at + " of 31 digits", with(root, place, NODES.numberNode(BigInteger.TEN.pow(30)))));
      variants.add(
          new Variant(
              at + " with a fraction",
              with(root, place, NODES.numberNode(node.decimalValue().add(HALF)))));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode more = object.deepCopy();
      more.put("unknown", 1);
      variants.add(new Variant(at + " with an unknown field", with(root, place, more)));
    }
  }

  private static JsonNode objectFor(JsonNode node) {
    return node.isObject() ? NODES.objectNode() : NODES.objectNode().set("value", node);
  }

  private static String asText(JsonNode node) {
    return node.isValueNode() ? node.asText() : node.toString();
  }

  private Optional<JsonNode> tree(String text) {
    try {
      return Optional.ofNullable(mapper.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  /** All places, the whole first. */
  /** Every value and length of a list in a text, by its place; none if the text is malformed. */
  Map<String, String> elements(String text) {
    Map<String, String> elements = new LinkedHashMap<>();
    for (Place place : places(text)) {
      if (place.node().isArray()) {
        elements.put("the length of " + place.pointer(), Integer.toString(place.node().size()));
      } else if (place.node().isValueNode()) {
        elements.put(place.pointer().toString(), place.node().asText());
      }
    }
    return elements;
  }

  private List<Place> places(String text) {
    List<Place> places = new ArrayList<>();
    tree(text).ifPresent(root -> addPlaces(places, new Place(JsonPointer.empty(), root)));
    return places;
  }

  private static void addPlaces(List<Place> places, Place place) {
    places.add(place);
    if (place.node() instanceof ArrayNode array) {
      for (int index = 0; index < array.size(); index++) {
        addPlaces(places, new Place(place.pointer().appendIndex(index), array.get(index)));
      }
    } else if (place.node() instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        addPlaces(
            places, new Place(place.pointer().appendProperty(field.getKey()), field.getValue()));
      }
    }
  }

  private static String kind(JsonPointer pointer) {
    return pointer.toString().replaceAll("/\\d+(?=/|$)", "/*");
  }

  private static String with(JsonNode root, Place place, JsonNode replacement) {
    if (place.pointer().matches()) {
      return replacement.toString();
    }
    JsonNode changed = root.deepCopy();
    JsonNode parent = changed.at(place.pointer().head());
    JsonPointer last = place.pointer().last();
    if (parent instanceof ArrayNode array) {
      array.set(last.getMatchingIndex(), replacement);
    } else if (parent instanceof ObjectNode object) {
      object.set(last.getMatchingProperty(), replacement);
    }
    return changed.toString();
  }

  private static String without(JsonNode root, Place place) {
    JsonNode changed = root.deepCopy();
    JsonNode parent = changed.at(place.pointer().head());
    JsonPointer last = place.pointer().last();
    if (parent instanceof ArrayNode array) {
      array.remove(last.getMatchingIndex());
    } else if (parent instanceof ObjectNode object) {
      object.remove(last.getMatchingProperty());
    }
    return changed.toString();
  }
}
