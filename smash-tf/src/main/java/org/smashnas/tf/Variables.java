package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.smashnas.network.WeightShape;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** The named variables of one program. */
final class Variables {
  private final Program program;
  private final GraphScope scope;
  private final Map<String, Variable> byName = new LinkedHashMap<>();
  private final Map<String, float[]> uninitialised = new LinkedHashMap<>();

  Variables(Program program, GraphScope scope) {
    this.program = program;
    this.scope = scope;
  }

  boolean contains(String name) {
    return byName.containsKey(name);
  }

  Variable get(String name) {
    Variable variable = byName.get(name);
    checkArgument(variable != null, "there is no variable %s", name);
    return variable;
  }

  /** The variable of a name, made with zeros if there is none. */
  Variable getOrCreate(String name, WeightShape shape) {
    return contains(name) ? get(name) : create(name, shape, new float[shape.size()]);
  }

  /** Adds a variable, which has its values after {@link #initialise}. */
  Variable create(String name, WeightShape shape, float[] values) {
    Ops tf = scope.tf();
    Operand<? extends TType> handle =
        tf.varHandleOp(TFloat32.class, GraphScope.extents(shape), VarHandleOp.sharedName(name));
    Operand<TFloat32> initial =
        tf.placeholder(TFloat32.class, Placeholder.shape(GraphScope.extents(shape)));
    Variable variable =
        new Variable(
            name,
            shape,
            handle,
            tf.readVariableOp(handle, TFloat32.class),
            initial,
            tf.assignVariableOp(handle, initial));
    byName.put(name, variable);
    uninitialised.put(name, values);
    return variable;
  }

  /**
   * Gives all new variables their values. It runs once for all, as TensorFlow goes over the whole
   * graph in the first run after it grew.
   */
  void initialise() {
    if (!uninitialised.isEmpty()) {
      assign(ImmutableMap.copyOf(uninitialised));
    }
  }

  void assign(Map<String, float[]> values) {
    List<TFloat32> fed = new ArrayList<>();
    Session.Runner runner = program.runner();
    try {
      values.forEach(
          (name, array) -> {
            Variable variable = get(name);
            TFloat32 tensor = HostTensors.weight(array, variable.shape());
            fed.add(tensor);
            runner.feed(variable.initial(), tensor).addTarget(variable.assign());
          });
      runner.run().close();
      uninitialised.keySet().removeAll(values.keySet());
    } finally {
      fed.forEach(TFloat32::close);
    }
  }

  ImmutableMap<String, float[]> read(Collection<Variable> variables) {
    if (variables.isEmpty()) {
      return ImmutableMap.of();
    }
    initialise();
    Session.Runner runner = program.runner();
    variables.forEach(variable -> runner.fetch(variable.value()));
    ImmutableMap.Builder<String, float[]> values = ImmutableMap.builder();
    try (Result result = runner.run()) {
      int index = 0;
      for (Variable variable : variables) {
        values.put(variable.name(), HostTensors.read(result.get(index++)));
      }
    }
    return values.buildOrThrow();
  }

  /** The values of all variables that are to be kept. */
  ImmutableMap<String, NamedTensor> export(Predicate<String> kept) {
    List<Variable> chosen =
        byName.values().stream().filter(variable -> kept.test(variable.name())).toList();
    ImmutableMap<String, float[]> values = read(chosen);
    return chosen.stream()
        .collect(
            ImmutableMap.toImmutableMap(
                Variable::name,
                variable ->
                    new NamedTensor(variable.shape(), checkNotNull(values.get(variable.name())))));
  }

  /** Puts saved values in place, those of all the given variables. */
  void restore(Path file, Map<String, NamedTensor> tensors, Predicate<String> kept) {
    Set<String> own = byName.keySet().stream().filter(kept).collect(ImmutableSet.toImmutableSet());
    checkArgument(
        own.equals(tensors.keySet()),
        "%s holds other tensors than needed: it lacks %s and has %s more; name the right file",
        file,
        Sets.difference(own, tensors.keySet()),
        Sets.difference(tensors.keySet(), own));
    ImmutableMap.Builder<String, float[]> values = ImmutableMap.builder();
    tensors.forEach(
        (name, tensor) -> {
          WeightShape shape = get(name).shape();
          checkArgument(
              tensor.shape().equals(shape),
              "%s holds tensor %s of shape %s, but %s is needed; name the right file",
              file,
              name,
              tensor.shape(),
              shape);
          values.put(name, tensor.values());
        });
    assign(values.buildOrThrow());
  }
}
