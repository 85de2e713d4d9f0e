package org.smashnas.space;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The named fields of a condition and where each lies: what the HyperNet can be told about a slice
 * of a weight. Offsets are fixed by the declaration, for the largest values that a space allows, so
 * no two fields overlap and nothing moves as training goes on.
 */
public final class ConditionFields {
  private final ImmutableMap<String, Field> fields;
  private final int size;

  private ConditionFields(ImmutableMap<String, Field> fields, int size) {
    this.fields = fields;
    this.size = size;
  }

  /**
   * Starts a declaration.
   *
   * @return a builder without fields
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The fields by name in declared order.
   *
   * @return the fields
   */
  public ImmutableMap<String, Field> fields() {
    return fields;
  }

  /**
   * A field.
   *
   * @param name its name
   * @return the field
   * @throws IllegalArgumentException if there is none
   */
  public Field field(String name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException(
          "there is no condition field " + name + "; the fields are " + fields.keySet());
    }
    return field;
  }

  /**
   * The number of features of all fields together.
   *
   * @return the number of channels of the HyperNet's condition
   */
  public int size() {
    return size;
  }

  /**
   * Starts the marks of one slice.
   *
   * @return an empty set of marks
   */
  public Marks marks() {
    return new Marks(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConditionFields that
        && fields.values().asList().equals(that.fields.values().asList());
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.values().toString();
  }

  /**
   * One field: a run of features.
   *
   * @param name the name
   * @param offset its first feature
   * @param size how many features it has, at least 1
   */
  public record Field(String name, int offset, int size) {
    /**
     * The feature of a value.
     *
     * @param value from 0 to size − 1
     * @return the feature's index in the condition
     * @throws IllegalArgumentException if the value is out of range
     */
    public int feature(int value) {
      checkArgument(
          value >= 0 && value < size,
          "condition field %s has no value %s; it holds 0 to %s",
          name,
          value,
          size - 1);
      return offset + value;
    }
  }

  /** Declares fields one after the other. Not safe for use by several threads. */
  public static final class Builder {
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private int size;

    private Builder() {}

    /**
     * Declares the next field.
     *
     * @param name its name, unique
     * @param size how many values it has, at least 1
     * @return this builder
     */
    @CanIgnoreReturnValue
    public Builder field(String name, int size) {
      checkArgument(size >= 1, "condition field %s has size %s; it must be at least 1", name, size);
      checkArgument(
          !fields.containsKey(name),
          "condition field %s is declared twice; names are unique",
          name);
      fields.put(name, new Field(name, this.size, size));
      this.size = Math.addExact(this.size, size);
      return this;
    }

    /**
     * Ends the declaration.
     *
     * @return the fields
     */
    public ConditionFields build() {
      checkArgument(!fields.isEmpty(), "condition has no fields; declare at least one");
      return new ConditionFields(ImmutableMap.copyOf(fields), size);
    }
  }

  /** The marked features of one slice. Not safe for use by several threads. */
  public static final class Marks {
    private final ConditionFields declared;
    private final ImmutableSortedSet.Builder<Integer> features = ImmutableSortedSet.naturalOrder();

    private Marks(ConditionFields declared) {
      this.declared = declared;
    }

    /**
     * Marks a value of a field.
     *
     * @param field the field's name
     * @param value the value, from 0
     * @return these marks
     * @throws IllegalArgumentException if there is no such field or value
     */
    @CanIgnoreReturnValue
    public Marks mark(String field, int value) {
      features.add(declared.field(field).feature(value));
      return this;
    }

    /**
     * Marks several values of a field.
     *
     * @param field the field's name
     * @param values the values, each from 0
     * @return these marks
     * @throws IllegalArgumentException if there is no such field or value
     */
    @CanIgnoreReturnValue
    public Marks markAll(String field, Iterable<Integer> values) {
      values.forEach(value -> mark(field, value));
      return this;
    }

    /**
     * The features marked so far.
     *
     * @return indices into the condition
     */
    public ImmutableSortedSet<Integer> features() {
      return features.build();
    }
  }
}
