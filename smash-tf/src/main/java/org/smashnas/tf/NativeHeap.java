package org.smashnas.tf;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of native code. Building and freeing programs, and the kernels that oneDNN compiles
 * for each shape, leave it in fragments, which glibc keeps though they are free: in thousands of
 * steps they grow to a hundred megabytes.
 */
final class NativeHeap {
  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

  private NativeHeap() {}

  /** Gives free pages back to the operating system; without effect without glibc. */
  static void trim() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      Function.getFunction(Platform.C_LIBRARY_NAME, "malloc_trim").invokeInt(new Object[] {0L});
    } catch (LinkageError missing) {
      LOG.debug("free memory stays with the process: {}", missing.getMessage());
    }
  }
}
