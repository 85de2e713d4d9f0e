package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.smashnas.tf.ConvolutionKernels.Target;

class ProcessorTest {
  private static final List<String> ZEN_3 =
      List.of(
          "vendor_id\t: AuthenticAMD",
          "cpu family\t: 25",
          "model\t\t: 1",
          "flags\t\t: fpu avx fma avx2 bmi2");
  private static final List<String> ZEN_4 =
      List.of(
          "vendor_id\t: AuthenticAMD",
          "cpu family\t: 25",
          "model\t\t: 17",
          "flags\t\t: fpu avx fma avx2 bmi2 avx512f avx512dq");
  private static final List<String> ZEN_5 =
      List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 26", "model\t\t: 2");

  @Test
  void goesByTheProcessor() {
    assertThat(Processor.convolutions("auto", ZEN_3)).isEqualTo(Target.ONEDNN_AVX2);
    assertThat(Processor.convolutions("auto", ZEN_4)).isEqualTo(Target.ONEDNN);
    assertThat(Processor.convolutions("auto", ZEN_5)).isEqualTo(Target.ONEDNN_PRODUCTS);
  }

  @Test
  void theOptionDecidesWhereItIsGiven() {
    assertThat(Processor.convolutions("products", ZEN_4)).isEqualTo(Target.ONEDNN_PRODUCTS);
    assertThat(Processor.convolutions("Direct", ZEN_5)).isEqualTo(Target.ONEDNN);
  }

  @Test
  void anotherOptionIsRefused() {
    assertThatThrownBy(() -> Processor.convolutions("fast", ZEN_4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("smash.convolutions")
        .hasMessageContaining("fast");
  }
}
