package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OneDnnTest {
  private static final String VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  @BeforeEach
  void thePlatformIsOneOfThose() {
    assumeThat(Platform.isLinux() && Platform.isIntel()).isTrue();
  }

  private static String environment() {
    return Function.getFunction(Platform.C_LIBRARY_NAME, "getenv")
        .invokeString(new Object[] {VARIABLE}, false);
  }

  @Test
  void oneDnnIsSwitchedOnUnlessTheUserSaidOtherwise() {
    OneDnn.prefer();
    assertThat(environment()).isEqualTo(System.getenv().getOrDefault(VARIABLE, "1"));
  }

  @Test
  void whatIsSetStays() {
    Function set = Function.getFunction(Platform.C_LIBRARY_NAME, "setenv");
    OneDnn.prefer();
    String before = environment();
    set.invokeInt(new Object[] {VARIABLE, "0", 1});
    try {
      OneDnn.prefer();
      assertThat(environment()).isEqualTo("0");
    } finally {
      set.invokeInt(new Object[] {VARIABLE, before, 1});
    }
  }
}
