package org.smashnas.tf;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Precision;
import org.smashnas.space.ArchitectureSpace;

/**
 * Makes an untrained HyperNet; see {@link TensorFlow#hyperNet(ArchitectureSpace)}. Not safe for use
 * by several threads.
 *
 * @param <A> the type of an architecture
 */
public final class HyperNetBuilder<A> {
  private final ArchitectureSpace<A> space;
  private HyperNetArchitecture architecture = HyperNetArchitecture.perceptron();
  private ExecutionOptions execution = ExecutionOptions.defaults();
  private long seed;

  HyperNetBuilder(ArchitectureSpace<A> space) {
    this.space = space;
  }

  /**
   * Sets the HyperNet's own architecture.
   *
   * @param architecture by default {@link HyperNetArchitecture#perceptron()}
   * @return this
   */
  @CanIgnoreReturnValue
  public HyperNetBuilder<A> architecture(HyperNetArchitecture architecture) {
    this.architecture = architecture;
    return this;
  }

  /**
   * Sets where its initial weights come from.
   *
   * @param seed by default 0
   * @return this
   */
  @CanIgnoreReturnValue
  public HyperNetBuilder<A> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets all that it runs on, devices and precision included.
   *
   * @param execution by default {@link ExecutionOptions#defaults()}
   * @return this
   */
  @CanIgnoreReturnValue
  public HyperNetBuilder<A> execution(ExecutionOptions execution) {
    this.execution = execution;
    return this;
  }

  /**
   * Sets where to compute.
   *
   * @param devices by default {@link Devices#automatic()}
   * @return this
   */
  @CanIgnoreReturnValue
  public HyperNetBuilder<A> devices(Devices devices) {
    return execution(ExecutionOptions.builder().from(execution).devices(devices).build());
  }

  /**
   * Sets what to compute in.
   *
   * @param precision by default {@link Precision#FLOAT32}
   * @return this
   */
  @CanIgnoreReturnValue
  public HyperNetBuilder<A> precision(Precision precision) {
    return execution(ExecutionOptions.builder().from(execution).precision(precision).build());
  }

  /**
   * Makes the HyperNet.
   *
   * @return the HyperNet, to be closed by the caller
   * @throws IllegalArgumentException if there is no such device
   * @throws UnsupportedOperationException if the devices do not compute in the precision
   */
  public HyperNet<A> build() {
    return TensorFlowHyperNet.create(Backend.of(execution), space, architecture, seed);
  }
}
