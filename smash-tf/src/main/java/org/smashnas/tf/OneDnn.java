package org.smashnas.tf;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches oneDNN on, which TensorFlow leaves off on processors without AVX512-VNNI or the like:
 * there a step takes two to three times as long without it, and two and a half times the memory.
 * TensorFlow asks the environment once, at its first operation, and nowhere else.
 */
final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
  private static final String VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  private OneDnn() {}

  /** Without effect where the user set the variable, or TensorFlow has run an operation before. */
  static void prefer() {
    if (!Platform.isLinux() || !Platform.isIntel()) {
      return;
    }
    try {
      boolean overwrite = false;
      Function.getFunction(Platform.C_LIBRARY_NAME, "setenv")
          .invokeInt(new Object[] {VARIABLE, "1", overwrite});
    } catch (LinkageError unloadable) {
      LOG.debug("{} stays as it is: {}", VARIABLE, unloadable.getMessage());
    }
  }
}
