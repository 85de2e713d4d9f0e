package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
  @ParameterizedTest
  @CsvSource({
    "auto, auto",
    "AUTO, auto",
    "cpu, cpu:0",
    "GPU, gpu:0",
    "gpu:1, gpu:1",
    "'gpu:2, gpu:0', 'gpu:2,gpu:0'"
  })
  void readsWhatItWrites(String text, String written) {
    Devices devices = Devices.parse(text);
    assertThat(devices).hasToString(written);
    assertThat(Devices.parse(devices.toString())).isEqualTo(devices);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tpu", "gpu:", "gpu:-1", "gpu:x", "gpu:0,", "gpu:0 gpu:1", "gpu:9999"})
  void refusesOtherTexts(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Devices.parse(text))
        .withMessageContaining("it must be cpu, gpu, or as gpu:1");
  }

  @Test
  void areOfOneKindAndNamedOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Devices.parse("gpu:0,cpu:0"))
        .withMessageContaining("[gpu:0, cpu:0]")
        .withMessageContaining("of one kind");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Devices.gpus(1, 1))
        .withMessageContaining("[gpu:1, gpu:1]")
        .withMessageContaining("once");
  }

  @Test
  void precisionsAreReadByName() {
    assertThat(Precision.parse("float32")).isEqualTo(Precision.FLOAT32);
    assertThat(Precision.parse(" BFloat16")).isEqualTo(Precision.MIXED_BFLOAT16);
    assertThat(Precision.parse("float16")).isEqualTo(Precision.MIXED_FLOAT16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.parse("half"))
        .withMessage("precision is 'half'; it must be float32, bfloat16 or float16");
  }

  @Test
  void executionOptionsRefuseWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExecutionOptions.builder().threads(0).build())
        .withMessageContaining("threads is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExecutionOptions.builder().gpuMemoryFraction(1.5).build())
        .withMessageContaining("GPU memory fraction is 1.5");
  }
}
