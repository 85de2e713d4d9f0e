package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void goesByTheProcessor() {
    assertThat(Processor.convolutions(false, ZEN_3)).isEqualTo(Target.ONEDNN_AVX2);
    assertThat(Processor.convolutions(false, ZEN_4)).isEqualTo(Target.ONEDNN);
    assertThat(Processor.convolutions(true, ZEN_3)).isEqualTo(Target.ONEDNN_CACHELESS_AVX2);
    assertThat(Processor.convolutions(true, ZEN_4)).isEqualTo(Target.ONEDNN_CACHELESS);
  }

  @Test
  void anUnknownProcessorHasNoAvx512() {
    assertThat(Processor.convolutions(false, List.of())).isEqualTo(Target.ONEDNN_AVX2);
  }
}
