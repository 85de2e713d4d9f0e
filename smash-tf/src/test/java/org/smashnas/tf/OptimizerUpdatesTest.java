package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.network.WeightShape;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;

/** What becomes of a variable and its state when gradients come scaled, or not finite. */
class OptimizerUpdatesTest {
  private static final WeightShape SHAPE = WeightShape.vector(2);
  private static final float[] SCALED = {8, -12};

  static List<Optimizer> optimizers() {
    return List.of(new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8), new Optimizer.Nesterov(0.1, 0.9));
  }

  private static TrainingOptions options(Optimizer optimizer) {
    return TrainingOptions.derived()
        .optimizer(optimizer)
        .weightDecay(0.01)
        .maxGradientNorm(1)
        .build();
  }

  /** One variable that is updated by fed gradients. */
  private static final class Updated implements AutoCloseable {
    private final Program program;
    private final Variables variables;
    private final TrainingOptions options;
    private final OptimizerUpdates updates;
    private final Operand<TFloat32> gradient;
    private final Op update;

    Updated(Optimizer optimizer, boolean scalesLoss) {
      Placement placement = Placement.processor();
      program = new Program(placement.config());
      GraphScope scope = new GraphScope(placement.operations(program), GraphScope.OpenAxis.BATCH);
      variables = new Variables(program, scope);
      options = options(optimizer);
      updates = new OptimizerUpdates(scope, variables, UpdateRule.of(options, scalesLoss));
      gradient = scope.tf().placeholder(TFloat32.class);
      Variable variable = variables.create("weight", SHAPE, new float[] {1, -2});
      updates.useNorm(scope.squaredNorm(List.of(gradient)));
      update = updates.network(variable, gradient);
      variables.initialise();
    }

    /** All values after a step; whether it was taken. */
    boolean step(float[] values, OptimizerProgress progress) {
      Session.Runner runner = program.runner().fetch(updates.taken()).addTarget(update);
      List<TFloat32> fed = updates.feed(runner, progress, 0.1, options);
      try (TFloat32 tensor = HostTensors.weight(values, SHAPE);
          Result result = runner.feed(gradient, tensor).run()) {
        return HostTensors.readFlag(result.get(0));
      } finally {
        fed.forEach(TFloat32::close);
      }
    }

    Map<String, NamedTensor> values() {
      return variables.export(name -> true);
    }

    @Override
    public void close() {
      program.close();
    }
  }

  private static OptimizerProgress scaledBy(double factor) {
    return OptimizerProgress.start(Optional.of(new LossScale(factor, 0, 2000)));
  }

  private static void assertSame(Map<String, NamedTensor> values, Map<String, NamedTensor> others) {
    assertThat(values.keySet()).isEqualTo(others.keySet());
    values.forEach(
        (name, tensor) ->
            assertThat(tensor.values()).as(name).containsExactly(others.get(name).values()));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void scaledGradientsAreDividedBeforeTheyAreClippedAndDecayed(Optimizer optimizer) {
    try (Updated scaled = new Updated(optimizer, true);
        Updated plain = new Updated(optimizer, false)) {
      assertThat(scaled.step(SCALED, scaledBy(4))).isTrue();
      assertThat(plain.step(new float[] {2, -3}, OptimizerProgress.start(Optional.empty())))
          .isTrue();
      assertSame(scaled.values(), plain.values());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aStepOfGradientsThatAreNotFiniteChangesNothing(Optimizer optimizer) {
    try (Updated updated = new Updated(optimizer, true)) {
      assertThat(updated.step(SCALED, scaledBy(4))).isTrue();
      Map<String, NamedTensor> before = updated.values();
      for (float overflow : new float[] {Float.POSITIVE_INFINITY, Float.NaN}) {
        assertThat(updated.step(new float[] {1, overflow}, scaledBy(2))).isFalse();
        assertSame(updated.values(), before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void atScaleOneItIsTakenSoThatTheTrainingDiverges(Optimizer optimizer) {
    try (Updated updated = new Updated(optimizer, true)) {
      assertThat(updated.step(new float[] {1, Float.POSITIVE_INFINITY}, scaledBy(1))).isTrue();
      assertThat(updated.values().get("weight").values()).contains(Float.NaN);
    }
  }
}
