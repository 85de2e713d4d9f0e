package org.smashnas.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Looks through records, lists and maps for a part that can be changed. It tries, so a value that
 * can be changed may be changed after.
 */
final class Mutability {
  private Mutability() {}

  static Optional<Mismatch> changeable(Object value, String place) {
    if (value.getClass().isArray()) {
      return Mismatch.of("no part of it can be changed", place + " is an array");
    }
    if (value instanceof Collection<?> collection) {
      return changeableElement(collection, place);
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty() ? Mismatch.none() : cleared(map::clear, place, map);
    }
    return value instanceof Record ? changeableComponent(value, place) : Mismatch.none();
  }

  private static Optional<Mismatch> changeableElement(Collection<?> collection, String place) {
    for (Object element : collection) {
      Optional<Mismatch> found = changeable(element, "an element of " + place);
      if (found.isPresent()) {
        return found;
      }
    }
    return collection.isEmpty() ? Mismatch.none() : cleared(collection::clear, place, collection);
  }

  private static Optional<Mismatch> cleared(Runnable clear, String place, Object container) {
    try {
      clear.run();
      return Mismatch.of(
          "no part of it can be changed",
          String.format(
              "%s is of the class %s and can be cleared",
              place, container.getClass().getSimpleName()));
    } catch (UnsupportedOperationException immutable) {
      return Mismatch.none();
    }
  }

  private static Optional<Mismatch> changeableComponent(Object value, String place) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Optional<Mismatch> found =
          component(value, component)
              .flatMap(part -> changeable(part, component.getName() + " of " + place));
      if (found.isPresent()) {
        return found;
      }
    }
    return Mismatch.none();
  }

  /** Modules that are not open keep their records to themselves. */
  private static Optional<Object> component(Object value, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return Optional.ofNullable(component.getAccessor().invoke(value));
    } catch (IllegalAccessException | InvocationTargetException | RuntimeException closed) {
      return Optional.empty();
    }
  }
}
