package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

class ProgramTest {
  @Test
  void aProgramThatIsMadeReadyComputesNothingBeforeItsFirstRun() {
    Placement placement = Placement.processor();
    try (Program program = new Program(placement.config())) {
      Ops tf = placement.operations(program);
      Variable<TFloat32> counter = tf.variable(Shape.scalar(), TFloat32.class);
      program.runner().addTarget(tf.assign(counter, tf.constant(0f))).run().close();
      Operand<TFloat32> step = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      Operand<TFloat32> counted = tf.assignAdd(counter, step);

      program.prepare(program.runner().fetch(counted));

      try (TFloat32 three = TFloat32.scalarOf(3);
          Result result = program.runner().fetch(counted).feed(step, three).run()) {
        assertThat(HostTensors.read(result.get(0))).containsExactly(3);
      }
    }
  }
}
